import dev.millrace.document.ModelName;
import dev.millrace.store.AliasChange;
import dev.millrace.store.Database;
import dev.millrace.store.DatabaseRole;
import dev.millrace.store.DatabaseSettings;
import dev.millrace.store.NewVersion;
import dev.millrace.store.Published;
import dev.millrace.store.Registry;
import dev.millrace.store.VersionInfo;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32C;

/**
 * Publishes versions as train does, without training them. Arguments: a folder and a port, unused; URL of the database.
 * Prints a line when it is ready, then for each line {@code MODEL BASE KIND NUMBER} of standard input publishes the bytes
 * of version BASE, changed as KIND says, promotes them, and prints {@code done}, the new version and since when it is
 * champion.
 */
void main(String[] args) throws Exception {
    String role = DatabaseRole.TRAIN.user();
    try (Database database = Database.open(new DatabaseSettings(args[2], role, "check-" + role, 1), null)) {
        Registry registry = new Registry(database);
        IO.println("ready");
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            try {
                String[] words = order.split(" ");
                IO.println("done " + publish(registry, words[0], Integer.parseInt(words[1]), words[2], words[3]));
            } catch (RuntimeException e) {
                IO.println("failed: " + String.valueOf(e.getMessage()).replace('\n', ' '));
            }
        }
    }
}

String publish(Registry registry, String name, int base, String kind, String number) {
    ModelName model = new ModelName(name);
    VersionInfo like = registry.version(model, base).orElseThrow();
    byte[] bytes = changed(registry.bytes(model, base).orElseThrow(), kind, Integer.parseInt(number));
    Published done = registry.publish(
            new NewVersion(
                    model,
                    bytes,
                    VersionInfo.PUBLISHED,
                    like.metricsJson(),
                    like.lineageJson(),
                    List.of(),
                    Optional.ofNullable(registry.aliases(model).get(AliasChange.CHAMPION))),
            true,
            "check",
            kind + " " + number);
    return done.version().version() + " " + done.promotion().orElseThrow().at();
}

/** Other bytes under a right header: MILLRACE, format (4), length (4), CRC-32C (4), then the body. */
byte[] changed(byte[] bytes, String kind, int number) {
    ByteBuffer model = ByteBuffer.wrap(bytes);
    int header = 20;
    switch (kind) {
        case "nudged" -> bytes[bytes.length - 1] ^= (byte) number; // the least bits of the last weight
        case "garbage" -> {
            byte[] body = new byte[bytes.length - header];
            new Random(number).nextBytes(body);
            model.put(header, body);
        }
        case "no-number" -> model.putFloat(bytes.length - 4, Float.NaN);
        case "endless" -> {
            for (int at = bytes.length / 4 * 3; at + 4 <= bytes.length; at++) {
                bytes[at] = 0x7f; // floats of some 3e38: finite, but their sums are not
            }
        }
        default -> throw new IllegalArgumentException("no kind " + kind);
    }
    CRC32C crc = new CRC32C();
    crc.update(bytes, header, bytes.length - header);
    return model.putInt(header - 4, (int) crc.getValue()).array();
}
