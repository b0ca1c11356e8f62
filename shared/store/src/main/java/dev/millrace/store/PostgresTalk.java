package dev.millrace.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The server's side of one connection of PostgreSQL's protocol 3.0 (its manual, "Frontend/Backend Protocol"), as far as
 * {@link RehearsalDatabase} needs it: no errors, every value as text.
 */
final class PostgresTalk {
    private static final int VERSION_3 = 3 << 16;
    private static final int TEXT = 25; // the type's number in pg_type, as those below
    private static final Map<String, Integer> TYPES =
            Map.of("version", 23, "size", 23, "parent", 23, "bytes", 17, "created", 1184); // int4, bytea, timestamptz

    private final DataInputStream in;
    private final DataOutputStream out;
    private final BiFunction<String, List<String>, Rows> answers;
    private final Map<String, String> prepared = new HashMap<>();
    private Rows rows = Rows.NONE;

    /** What a statement gives, an empty value for a null; a statement without columns gives no rows. */
    record Rows(List<String> columns, List<List<String>> values) {
        static final Rows NONE = new Rows(List.of(), List.of());
    }

    /** @param answers what a statement gives, by its text and its parameters */
    PostgresTalk(Socket socket, BiFunction<String, List<String>, Rows> answers) throws IOException {
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
        this.answers = answers;
    }

    /** Until the client goes. */
    void run() throws IOException {
        try {
            begin();
            for (int kind = in.readByte(); kind != 'X'; kind = in.readByte()) {
                answer(kind, ByteBuffer.wrap(in.readNBytes(in.readInt() - Integer.BYTES)));
            }
        } catch (EOFException e) {
            return; // it went without a word
        }
    }

    private void begin() throws IOException {
        ByteBuffer first = ByteBuffer.wrap(in.readNBytes(in.readInt() - Integer.BYTES));
        while (first.getInt() != VERSION_3) { // it asks for encryption first
            out.writeByte('N');
            out.flush();
            first = ByteBuffer.wrap(in.readNBytes(in.readInt() - Integer.BYTES));
        }
        logIn();
        Map<String, String> about = Map.of(
                "server_version",
                "18.0",
                "client_encoding",
                "UTF8",
                "DateStyle",
                "ISO",
                "TimeZone",
                "UTC",
                "integer_datetimes",
                "on",
                "standard_conforming_strings",
                "on");
        for (Map.Entry<String, String> setting : about.entrySet()) {
            send('S', message -> {
                string(message, setting.getKey());
                string(message, setting.getValue());
            });
        }
        ready();
    }

    private void logIn() throws IOException {
        ScramServer scram = new ScramServer(RehearsalDatabase.PASSWORD);
        authentication(10, "SCRAM-SHA-256\0\0");
        ByteBuffer first = passwordMessage();
        string(first); // the mechanism
        first.getInt(); // the length of the rest
        authentication(11, scram.first(UTF_8.decode(first).toString()));
        authentication(12, scram.last(UTF_8.decode(passwordMessage()).toString()));
        authentication(0, "");
    }

    private void authentication(int step, String words) throws IOException {
        send('R', message -> {
            message.writeInt(step);
            message.write(words.getBytes(UTF_8));
        });
        out.flush();
    }

    private ByteBuffer passwordMessage() throws IOException {
        in.readByte(); // 'p'
        return ByteBuffer.wrap(in.readNBytes(in.readInt() - Integer.BYTES));
    }

    private void answer(int kind, ByteBuffer message) throws IOException {
        switch (kind) {
            case 'P' -> { // parse
                prepared.put(string(message), string(message));
                send('1', body -> {});
            }
            case 'B' -> { // bind
                string(message); // the portal: the client uses one at a time
                String sql = prepared.getOrDefault(string(message), "");
                rows = answers.apply(sql, parameters(message));
                send('2', body -> {});
            }
            case 'D' -> {
                if (rows.columns().isEmpty()) {
                    send('n', body -> {});
                } else {
                    describe();
                }
            }
            case 'E' -> execute();
            case 'Q' -> { // all at once
                rows = answers.apply(string(message), List.of());
                if (!rows.columns().isEmpty()) {
                    describe();
                }
                execute();
                ready();
            }
            case 'C' -> send('3', body -> {}); // close
            case 'S' -> ready();
            default -> out.flush();
        }
    }

    private static List<String> parameters(ByteBuffer bind) {
        bind.position(bind.position() + Short.BYTES * bind.getShort(bind.position()) + Short.BYTES); // their formats
        List<String> parameters = new ArrayList<>();
        for (int left = bind.getShort(); left > 0; left--) {
            byte[] value = new byte[Math.max(0, bind.getInt())];
            bind.get(value);
            parameters.add(new String(value, UTF_8));
        }
        return parameters;
    }

    private void describe() throws IOException {
        send('T', body -> {
            body.writeShort(rows.columns().size());
            for (String column : rows.columns()) {
                string(body, column);
                body.writeInt(0); // of no table
                body.writeShort(0);
                body.writeInt(TYPES.getOrDefault(column, TEXT));
                body.writeShort(-1);
                body.writeInt(-1);
                body.writeShort(0); // as text
            }
        });
    }

    private void execute() throws IOException {
        for (List<String> row : rows.values()) {
            send('D', body -> {
                body.writeShort(row.size());
                for (String value : row) {
                    byte[] bytes = value.getBytes(UTF_8);
                    body.writeInt(bytes.length == 0 ? -1 : bytes.length);
                    body.write(bytes);
                }
            });
        }
        send('C', body -> string(body, "SELECT " + rows.values().size()));
    }

    private void ready() throws IOException {
        send('Z', body -> body.writeByte('I')); // in no transaction
        out.flush();
    }

    private static String string(ByteBuffer message) {
        int begin = message.position();
        while (message.get() != 0) {}
        return UTF_8.decode(message.slice(begin, message.position() - 1 - begin))
                .toString();
    }

    private static void string(DataOutputStream message, String value) throws IOException {
        message.write(value.getBytes(UTF_8));
        message.writeByte(0);
    }

    private void send(int kind, Body body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        body.write(new DataOutputStream(bytes));
        out.writeByte(kind);
        out.writeInt(bytes.size() + Integer.BYTES);
        bytes.writeTo(out);
    }

    private interface Body {
        void write(DataOutputStream message) throws IOException;
    }
}
