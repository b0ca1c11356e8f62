import dev.millrace.embedded.EmbeddedKafka;
import dev.millrace.embedded.EmbeddedPostgres;
import dev.millrace.store.DatabaseRole;
import dev.millrace.store.Migrations;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * A broker and a migrated database as a process of their own, for checks that start functions one by one. Prints where they
 * are as one line of JSON; stops when standard input ends. Argument: a folder.
 */
void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    Map<DatabaseRole, String> passwords = new EnumMap<>(DatabaseRole.class);
    for (DatabaseRole role : DatabaseRole.values()) {
        passwords.put(role, "check-" + role.user());
    }
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"));
            EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("postgres"))) {
        Migrations.migrate(postgres.url(), postgres.ownerUser(), postgres.ownerPassword(), passwords);
        IO.println("{\"kafka\": \"%s\", \"database\": \"%s\"}".formatted(kafka.bootstrapServers(), postgres.url()));
        System.in.transferTo(java.io.OutputStream.nullOutputStream());
    }
}
