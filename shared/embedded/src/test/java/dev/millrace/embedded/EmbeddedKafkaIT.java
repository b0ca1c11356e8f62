package dev.millrace.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {
    private static final String TOPIC = "kept";

    @TempDir
    Path data;

    @Test
    void startedAgain_findsItsRecordsOnAnotherPort() throws Exception {
        String firstAddress;
        Uuid topicId;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(data)) {
            firstAddress = kafka.bootstrapServers();
            topicId = makeTopic(kafka);
            send(kafka, "one");
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(data)) {
            assertThat(kafka.bootstrapServers()).isNotEqualTo(firstAddress);
            assertThat(topicId(kafka)).isEqualTo(topicId);
            send(kafka, "two");
            assertThat(read(kafka, 2)).containsExactly("one", "two");
            assertThat(kafka.fault()).isEmpty();
        }
    }

    @Test
    void brokerWouldHaltTheProcess_isAFaultInstead() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(data)) {
            Exit.halt(1);
            assertThat(kafka.fault())
                    .hasValueSatisfying(fault -> assertThat(fault).contains("is the disk full?"));
        }
    }

    @Test
    void ownerKilled_nextStartFindsWhatWasAcknowledged() throws Exception {
        Process owner = JvmOf.start(KafkaOwner.class, data.toString());
        assertThat(JvmOf.lineOf(owner, "127.0.0.1:")).isPresent();
        owner.destroyForcibly().waitFor(10, TimeUnit.SECONDS);

        try (EmbeddedKafka kafka = EmbeddedKafka.start(data)) {
            assertThat(read(kafka, 1)).containsExactly("one");
        }
    }

    @Test
    void twoFolders_runSideBySide(@TempDir Path other) throws Exception {
        try (EmbeddedKafka one = EmbeddedKafka.start(data);
                EmbeddedKafka two = EmbeddedKafka.start(other)) {
            makeTopic(one);
            send(one, "one");
            assertThat(read(one, 1)).containsExactly("one");
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", two.bootstrapServers()))) {
                assertThat(admin.listTopics().names().get()).isEmpty();
            }
        }
    }

    @Test
    void consumerGroup_getsItsPartitionsAndItsOffsetsBack() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(data)) {
            makeTopic(kafka);
            send(kafka, "one");
            assertThat(poll(kafka)).containsExactly("one");
            send(kafka, "two");
            assertThat(poll(kafka)).containsExactly("two");
        }
    }

    @Test
    void folderInUse_isRefusedWithTheWayOut() {
        try (EmbeddedKafka running = EmbeddedKafka.start(data)) {
            assertThatThrownBy(() -> EmbeddedKafka.start(data))
                    .isInstanceOf(EmbeddedStartException.class)
                    .hasMessageContaining("is in use by another Millrace");
            assertThat(running.fault()).isEmpty();
        }
    }

    @Test
    void folderThatHoldsNoLog_isRefusedAndLetGo() throws IOException {
        Files.createFile(data.resolve("log"));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> EmbeddedKafka.start(data))
                    .isInstanceOf(EmbeddedStartException.class)
                    .hasMessageContaining("Kafka does not start")
                    .hasMessageContaining("give another folder");
        }
    }

    /** The main of the process that is killed: starts, sends a record, waits. */
    static final class KafkaOwner {
        private KafkaOwner() {}

        public static void main(String[] args) throws Exception {
            EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(args[0]));
            makeTopic(kafka);
            send(kafka, "one");
            System.out.println(kafka.bootstrapServers());
            System.in.read(); // ends with the test at the latest
            Runtime.getRuntime().halt(1);
        }
    }

    private static Uuid makeTopic(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            var made = admin.createTopics(List.of(new NewTopic(TOPIC, Optional.of(1), Optional.empty())));
            return made.topicId(TOPIC).get();
        }
    }

    private static Uuid topicId(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            return admin.describeTopics(List.of(TOPIC))
                    .topicNameValues()
                    .values()
                    .iterator()
                    .next()
                    .get()
                    .topicId();
        }
    }

    private static void send(EmbeddedKafka kafka, String value) throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, value)).get();
        }
    }

    private static List<String> read(EmbeddedKafka kafka, int count) {
        return consume(kafka, "reader-" + System.nanoTime(), count);
    }

    private static List<String> poll(EmbeddedKafka kafka) {
        return consume(kafka, "group", 1);
    }

    private static List<String> consume(EmbeddedKafka kafka, String group, int count) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "group.id",
                group,
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false);
        List<String> values = new java.util.ArrayList<>();
        long limit = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(TOPIC));
            while (values.size() < count && System.nanoTime() < limit) {
                for (ConsumerRecord<String, String> polled : consumer.poll(Duration.ofMillis(200))) {
                    values.add(polled.value());
                }
            }
            consumer.commitSync();
        }
        return values;
    }
}
