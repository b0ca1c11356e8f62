import dev.millrace.document.RawTopic;
import dev.millrace.embedded.EmbeddedKafka;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A broker as a process of its own, for checks. Arguments: folder, port, settings as {@code name=value}. Prints a line when it
 * is ready, then does what each line of standard input says, and prints {@code done} or what went wrong; stops at its end.
 */
void main(String[] args) throws Exception {
    Map<String, String> settings = new HashMap<>();
    for (int i = 2; i < args.length; i++) {
        settings.put(args[i].split("=", 2)[0], args[i].split("=", 2)[1]);
    }
    try (EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(args[0]), Integer.parseInt(args[1]), settings)) {
        IO.println("ready");
        Thread.ofPlatform().daemon().start(() -> endOnFault(kafka));
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in));
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            String[] words = line.split(" ");
            try {
                obey(kafka.bootstrapServers(), words);
                IO.println("done");
            } catch (Exception e) {
                IO.println("failed: " + e);
            }
        }
    }
}

/** As Kafka's own program does when it cannot go on. */
void endOnFault(EmbeddedKafka kafka) {
    while (kafka.fault().isEmpty()) {
        LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
    Runtime.getRuntime().halt(1);
}

void obey(String broker, String[] words) throws Exception {
    Properties where = new Properties();
    where.put("bootstrap.servers", broker);
    try (Admin admin = Admin.create(where)) {
        switch (words[0]) {
            case "records" -> writeRecords(broker, admin, Path.of(words[1]));
            case "poison" -> poison(broker, Integer.parseInt(words[1]), Integer.parseInt(words[2]));
            case "delete-topic" -> admin.deleteTopics(List.of(RawTopic.NAME)).all().get();
            case "create-topic" -> admin.createTopics(List.of(new NewTopic(RawTopic.NAME, Integer.parseInt(words[1]), (short) 1)
                    .configs(Map.of("retention.ms", Long.toString(Duration.ofDays(7).toMillis()))))).all().get();
            case "add-partitions" -> admin.createPartitions(
                    Map.of(RawTopic.NAME, NewPartitions.increaseTo(Integer.parseInt(words[1])))).all().get();
            case "delete-records" -> admin.deleteRecords(Map.of(
                    new TopicPartition(RawTopic.NAME, Integer.parseInt(words[1])),
                    RecordsToDelete.beforeOffset(Long.parseLong(words[2])))).all().get();
            default -> throw new IllegalArgumentException("unknown order " + words[0]);
        }
    }
}

/** Records that ingest would never write, under the keys {@code poison/first} to {@code poison/first+count-1}. */
void poison(String broker, int first, int count) throws Exception {
    String[] values = {
        "", "not JSON", "{\"schema\": 99}", "[1, 2]", "{\"schema\": 1, \"model\": \"spam\"", "{\"schema\": 1}", "\0\0\0",
        "{\"schema\": 1, \"id\": \"other\", \"model\": \"spam\", \"text\": \"of another key\"}", "\u00ff\u00fe"
    };
    Map<String, Object> config = Map.of("bootstrap.servers", broker, "acks", "all");
    try (var producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
        for (int i = first; i < first + count; i++) {
            int kind = i % (values.length + 1);
            byte[] value = kind == values.length ? null : values[kind].getBytes(StandardCharsets.ISO_8859_1);
            producer.send(new ProducerRecord<>(RawTopic.NAME, "poison/" + i, value)).get();
        }
    }
}

/** Every record that the topic has: partition, offset, key, with tabs between. */
void writeRecords(String broker, Admin admin, Path file) throws Exception {
    int count = admin.describeTopics(List.of(RawTopic.NAME)).allTopicNames().get().get(RawTopic.NAME).partitions().size();
    List<TopicPartition> all = IntStream.range(0, count).mapToObj(p -> new TopicPartition(RawTopic.NAME, p)).toList();
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file));
            KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                    Map.of("bootstrap.servers", broker), new StringDeserializer(), new ByteArrayDeserializer())) {
        consumer.assign(all);
        consumer.seekToBeginning(all);
        Map<TopicPartition, Long> ends = consumer.endOffsets(all);
        while (all.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                out.println(record.partition() + "\t" + record.offset() + "\t" + record.key());
            }
        }
    }
}
