package dev.millrace.predict;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.millrace.document.InvalidInput;
import dev.millrace.document.ModelName;
import dev.millrace.predict.InferBodies.Body;
import dev.millrace.predict.InferBodies.Column;
import dev.millrace.predict.InferBodies.Form;
import dev.millrace.predict.InferRequest.InputTensor;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.api.Assertions;

/** Many more damaged bodies: {@code -Dmillrace.fuzz.bodies=2000} makes so many of each sound one, instead of 5. */
class InferReaderPropertyTest {
    private static final int BODIES = Integer.getInteger("millrace.fuzz.bodies", 5);
    private static final int MOST_ROWS = 40;
    /** What reading may allocate, garbage and all: bytes for each of the body, and for any. */
    private static final long ALLOCATED_PER_BYTE = 100;

    private static final long ALLOCATED_FOR_ANY = 256 << 10;
    private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final InferReader reader = new InferReader(MOST_ROWS);

    @Property(tries = 300)
    void whatWasWrittenInAnyForm_isReadBackAlike(@ForAll("columns") List<Column> columns) {
        Body body = InferBodies.of("an id", columns);

        InferRequest request = reader.read(body.bytes(), body.jsonLength());

        assertThat(request.id()).contains("an id");
        assertThat(request.timeoutMicros()).isEqualTo(5_000_000);
        assertThat(request.outputs()).singleElement().satisfies(wish -> {
            assertThat(wish.binary()).as("the request's form").isTrue();
            assertThat(wish.classes()).isEqualTo(2);
        });
        assertThat(request.inputs())
                .isEqualTo(columns.stream()
                        .map(column -> new InputTensor(column.name(), column.datatype(), column.elements()))
                        .toList());
    }

    @Property(tries = 300)
    void damagedBody_isReadIntoSoundTensorsOrRefused(@ForAll("columns") List<Column> columns, @ForAll long seed) {
        Body sound = InferBodies.of("an id", columns);
        Damage damage = new Damage(new Random(seed));
        for (int i = 0; i < BODIES; i++) {
            judge(damage.apply(sound));
        }
    }

    @Property(tries = 300)
    void anyBytes_areRefused(@ForAll byte[] bytes) {
        judge(new Body(bytes, bytes.length));
    }

    private void judge(Body body) {
        long most = ALLOCATED_FOR_ANY + ALLOCATED_PER_BYTE * body.bytes().length;
        long allocated = read(body);
        if (allocated > most) {
            // The first time, classes were loaded.
            allocated = read(body);
        }
        if (allocated > most) {
            Assertions.fail(allocated + " bytes allocated for " + base64(body));
        }
    }

    /** Returns the bytes that reading allocated. */
    private long read(Body body) {
        long before = THREAD.getCurrentThreadAllocatedBytes();
        try {
            InferRequest request = reader.read(body.bytes(), body.jsonLength());
            long allocated = THREAD.getCurrentThreadAllocatedBytes() - before;
            requireSound(request);
            return allocated;
        } catch (InvalidInput e) {
            long allocated = THREAD.getCurrentThreadAllocatedBytes() - before;
            assertThat(e.sentence()).isNotBlank().hasSizeLessThan(1000);
            return allocated;
        } catch (RuntimeException e) {
            return Assertions.fail("JSON of " + body.jsonLength() + " bytes in " + base64(body), e);
        }
    }

    private static void requireSound(InferRequest request) {
        List<InputTensor> inputs = request.inputs();
        assertThat(inputs).isNotEmpty();
        assertThat(inputs.stream().map(InputTensor::name)).doesNotHaveDuplicates();
        for (InputTensor input : inputs) {
            assertThat(input.elements()).hasSizeBetween(1, MOST_ROWS);
            for (Object element : input.elements()) {
                boolean sound = switch (input.datatype()) {
                    case BYTES -> element instanceof String;
                    case BOOL -> element instanceof Boolean;
                    default -> element instanceof Double number && Double.isFinite(number);
                };
                assertThat(sound).as("%s of %s", element, input.datatype()).isTrue();
            }
        }
        for (ModelName model : List.of(SmallModels.SPAM, SmallModels.IRIS)) {
            try {
                ModelInputs.contents(SmallModels.definition(model), inputs);
            } catch (InvalidInput e) {
                assertThat(e.sentence()).isNotBlank();
            }
        }
    }

    private static String base64(Body body) {
        return Base64.getEncoder().encodeToString(body.bytes());
    }

    /** Inputs of both models, and others; of one number of rows, in any form and type. */
    @Provide
    Arbitrary<List<Column>> columns() {
        Arbitrary<List<String>> names = Arbitraries.of(
                List.of("text"),
                List.of("sepal_length", "sepal_width", "petal_length", "petal_width"),
                List.of("a", "b\u00e9", "c\"d"));
        return Combinators.combine(names, Arbitraries.integers().between(1, 5), Arbitraries.longs())
                .as((named, rows, seed) -> columns(named, rows, new Random(seed)));
    }

    private static List<Column> columns(List<String> names, int rows, Random random) {
        List<Column> columns = new ArrayList<>();
        for (String name : names) {
            Datatype[] all = Datatype.values();
            Datatype type = name.equals("text") ? Datatype.BYTES : all[random.nextInt(all.length)];
            boolean half = type == Datatype.FP16 || type == Datatype.BF16;
            Form form = half ? Form.BINARY : List.of(Form.values()).get(random.nextInt(3));
            List<Object> values = new ArrayList<>();
            for (int row = 0; row < rows; row++) {
                values.add(value(type, random));
            }
            columns.add(new Column(name, type, form, values));
        }
        return columns;
    }

    private static Object value(Datatype type, Random random) {
        return switch (type) {
            case BYTES -> text(random);
            case BOOL -> random.nextBoolean();
            case FP16 -> (double) Float.float16ToFloat((short) random.nextInt(0x7c00));
            case BF16 -> (double) Float.intBitsToFloat(random.nextInt(0x7f80) << 16);
            case FP32 -> (double) Float.intBitsToFloat(random.nextInt(0x7f800000));
            case FP64 -> Double.longBitsToDouble(random.nextLong(0x7ff0000000000000L));
            case UINT8, UINT16, UINT32, UINT64 -> new BigInteger(type.size() * 8, random);
            case INT8, INT16, INT32, INT64 ->
                new BigInteger(type.size() * 8, random).subtract(BigInteger.ONE.shiftLeft(type.size() * 8 - 1));
        };
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(random.nextInt(10) == 0 ? 400 : 12);
        while (text.length() < length) {
            int one = random.nextInt(random.nextBoolean() ? 0x80 : 0x11_0000);
            text.appendCodePoint(one >= 0xd800 && one < 0xe000 ? '\ufffd' : one);
        }
        return text.toString();
    }
}
