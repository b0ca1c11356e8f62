import dev.millrace.document.RawTopic;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.postgresql.PGConnection;

/**
 * The least that can be done with the same documents on the same kind of broker and database: a producer that sends
 * each line as it is, as Kafka's own producer test does; beside it a consumer that passes what it polls to COPY, a
 * transaction a poll. No rules, no cleaning, no marks, no index. Arguments: bootstrap servers, topic, database's URL,
 * user and password, the file of lines. Prints one line of JSON: documents a second from the first sent to the last
 * committed, CPU microseconds a document.
 */
void main(String[] args) throws Exception {
    List<byte[]> lines = Files.readAllLines(Path.of(args[5])).stream()
            .map(line -> line.getBytes(StandardCharsets.UTF_8))
            .toList();
    try (Connection database = DriverManager.getConnection(args[2], args[3], args[4])) {
        database.createStatement().execute("CREATE TABLE IF NOT EXISTS bare (received text)");
        makeTopic(args[0], args[1]);
        database.setAutoCommit(false);
        run(args[0], args[1], database, lines); // once to warm up: a service that runs is compared
        long begin = System.nanoTime();
        long[] cpu = run(args[0], args[1], database, lines);
        double seconds = (System.nanoTime() - begin) / 1e9;
        IO.println("{\"rate\": %.0f, \"producer_us\": %.1f, \"consumer_us\": %.1f}".formatted(
                lines.size() / seconds, cpu[0] / 1e3 / lines.size(), cpu[1] / 1e3 / lines.size()));
    }
}

void makeTopic(String servers, String topic) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
        if (!admin.listTopics().names().get().contains(topic)) {
            admin.createTopics(List.of(new NewTopic(topic, RawTopic.PARTITIONS, (short) 1))).all().get();
        }
    }
}

/** CPU nanoseconds of this process, by its two halves; the producer's own sending thread counts with the producer. */
long[] run(String servers, String topic, Connection database, List<byte[]> lines) throws Exception {
    long before = processCpu();
    CompletableFuture<Long> stored = new CompletableFuture<>();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties(servers), new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position); // now, not at the first poll
        Thread.ofPlatform().start(() -> store(consumer, database, lines.size(), stored));
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties(servers), new ByteArraySerializer(), new ByteArraySerializer())) {
            lines.forEach(line -> producer.send(new ProducerRecord<>(topic, line)));
            producer.flush();
        }
        long consumerCpu = stored.get();
        return new long[] {processCpu() - before - consumerCpu, consumerCpu};
    }
}

Map<String, Object> properties(String servers) {
    return Map.of("bootstrap.servers", servers, "acks", "all", "max.poll.records", 1000);
}

void store(KafkaConsumer<byte[], byte[]> consumer, Connection database, int count, CompletableFuture<Long> stored) {
    try {
        for (int left = count; left > 0; ) {
            StringBuilder rows = new StringBuilder();
            int before = left;
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                String line = new String(record.value(), StandardCharsets.UTF_8);
                rows.append(line.replace("\\", "\\\\")).append('\n'); // COPY's own escape; a line of NDJSON has no tab
                left--;
            }
            if (left < before) {
                byte[] bytes = rows.toString().getBytes(StandardCharsets.UTF_8);
                database.unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("COPY bare FROM STDIN", new ByteArrayInputStream(bytes));
                database.commit();
            }
        }
        stored.complete(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
    } catch (Exception e) {
        stored.completeExceptionally(e);
    }
}

long processCpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime();
}
