package dev.millrace.runtime;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BodyWatchTest {
    private static final String CHUNKED = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";

    private final List<Throwable> failures = new ArrayList<>();
    private final BodyWatch watch = new BodyWatch();
    private final EmbeddedChannel channel =
            new EmbeddedChannel(new HttpServerCodec(), watch, new ChannelInboundHandlerAdapter() {
                @Override
                public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
                    failures.add(failure);
                }
            });

    @Test
    void chunkThatIsNoChunk_failsTheBodyAndItsAnswerCloses() {
        receive(CHUNKED + "3\r\nabc\r\nxyz\r\n");
        assertThat(failures).singleElement().isInstanceOf(IOException.class);
        assertThat(answer()).contains("connection: close");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void wholeBody_isLeftAloneAndItsConnectionStays() {
        receive(CHUNKED + "3\r\nabc\r\n0\r\n\r\n");
        watch.cut(new IOException("stop"));
        channel.runPendingTasks();
        assertThat(failures).isEmpty();
        assertThat(answer()).doesNotContain("connection");
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void answerBeforeTheEndOfTheBody_closes() {
        receive(CHUNKED + "3\r\nabc\r\n");
        assertThat(answer()).contains("connection: close");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void answerBeforeAShortRest_keepsTheConnectionForTheNextRequest() {
        receive("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\nabc");
        assertThat(answer()).doesNotContain("connection");
        receive("def" + "GET /next HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(channel.isOpen()).isTrue();
        assertThat(heads()).containsExactly("/", "/next");
        assertThat(answer()).doesNotContain("connection");
    }

    /** A route may answer as soon as the head is there, before the codec says that this was all. */
    @Test
    void answerToARequestWithoutABody_keepsTheConnection() {
        EmbeddedChannel atOnce = new EmbeddedChannel(new HttpServerCodec(), new BodyWatch(), new AnswerAtTheHead());
        atOnce.writeInbound(Unpooled.copiedBuffer("GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(3), US_ASCII));
        assertThat(sent(atOnce)).doesNotContain("connection").containsPattern("(?s)(HTTP/1.1 200.*){3}");
        assertThat(atOnce.isOpen()).isTrue();
    }

    @Test
    void requestBehindTheLastAnswer_isNotPassedOn() {
        EmbeddedChannel atOnce = new EmbeddedChannel(new HttpServerCodec(), new BodyWatch(), new AnswerAtTheHead());
        String asksFirst = "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc";
        atOnce.writeInbound(Unpooled.copiedBuffer(asksFirst + "GET / HTTP/1.1\r\nHost: x\r\n\r\n", US_ASCII));
        assertThat(sent(atOnce)).containsOnlyOnce("HTTP/1.1 200").contains("connection: close");
        assertThat(atOnce.isOpen()).isFalse();
    }

    @Test
    void lengthThatIsNoNumber_isLeftToOthers() {
        receive("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n");
        assertThat(failures).isEmpty();
        assertThat(heads()).hasSize(1);
    }

    @Test
    void answerBeforeALongRest_closes() {
        receive("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 20000000\r\n\r\nabc");
        assertThat(answer()).contains("connection: close");
    }

    @Test
    void answerToAClientThatAsksBeforeItSends_closes() {
        receive("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 6\r\n\r\n");
        assertThat(answer()).contains("connection: close");
    }

    @Test
    void answerThatTheBodyComesTooSlowly_closes() {
        receive("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\nabc");
        assertThat(answer(HttpResponseStatus.REQUEST_TIMEOUT)).contains("connection: close");
    }

    @Test
    void bodyUnderWayAtTheStop_isCut() {
        receive(CHUNKED + "3\r\nabc\r\n");
        watch.cut(new UploadCutException());
        channel.runPendingTasks();
        assertThat(failures).singleElement().isInstanceOf(UploadCutException.class);
    }

    @Test
    void bodyThatStandsStill_failsSoThatItIsAnswered() {
        receive(CHUNKED + "3\r\nabc\r\n");
        channel.pipeline().fireUserEventTriggered(IdleStateEvent.FIRST_ALL_IDLE_STATE_EVENT);
        assertThat(failures).singleElement().isInstanceOf(IOException.class);
    }

    @Test
    void codingThatIsNotKnown_makesTheRequestUnreadable() {
        receive("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n");
        HttpRequest request = channel.readInbound();
        assertThat(request.decoderResult().cause()).hasMessageContaining("expected chunked");
    }

    private void receive(String request) {
        channel.writeInbound(Unpooled.copiedBuffer(request, US_ASCII));
    }

    private List<String> heads() {
        List<String> heads = new ArrayList<>();
        for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
            if (message instanceof HttpRequest request) {
                heads.add(request.uri());
            }
            ReferenceCountUtil.release(message);
        }
        return heads;
    }

    private String answer() {
        return answer(HttpResponseStatus.OK);
    }

    private String answer(HttpResponseStatus status) {
        channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER));
        return sent(channel);
    }

    private static String sent(EmbeddedChannel channel) {
        StringBuilder sent = new StringBuilder();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            sent.append(part.toString(US_ASCII));
            part.release();
        }
        return sent.toString();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // of writing into memory
    private static final class AnswerAtTheHead extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest) {
                context.writeAndFlush(new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.EMPTY_BUFFER));
            }
            ReferenceCountUtil.release(message);
        }
    }
}
