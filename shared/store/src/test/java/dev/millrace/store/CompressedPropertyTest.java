package dev.millrace.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class CompressedPropertyTest {
    @Property
    void anyBytes_comeBackAsTheyWere(@ForAll byte[] bytes) {
        try (ZstdCompressCtx compressor = Compressed.compressor();
                ZstdDecompressCtx expander = new ZstdDecompressCtx()) {
            assertThat(Compressed.expand(expander, compressor.compress(bytes))).isEqualTo(bytes);
        }
    }

    @Example
    void bytesThatAreNoFrame_areCalledDamaged() {
        try (ZstdDecompressCtx expander = new ZstdDecompressCtx()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> Compressed.expand(expander, new byte[] {1, 2, 3, 4}))
                    .withMessageContaining("damaged");
        }
    }
}
