package dev.millrace.runtime;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Watches the bodies of one connection's requests, between the codec and Micronaut.
 *
 * <ul>
 *   <li>A body that breaks off in its chunks fails; Micronaut would take it for its end. One that stands still for the
 *       idle timeout fails, too, so that it is answered.
 *   <li>An answer before the end of its request's body: the rest is dropped when it is short and surely comes, so that a
 *       refusal costs no new connection. Else it closes the connection, and lingers: many a client reads nothing before it
 *       has sent all, and would find a broken connection instead of its answer (RFC 9112, 9.6). So what still comes is
 *       dropped, up to a limit.
 *   <li>{@link #cut} fails a body that is under way, so that its route can answer.
 * </ul>
 *
 * All but {@code cut} runs on the connection's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // of closing: whether it was closed already does not matter
final class BodyWatch extends ChannelDuplexHandler {
    private static final Duration LINGER = Duration.ofSeconds(30);
    /** Where nothing more can be made of what comes, or the process stops. */
    private static final Duration SHORT_LINGER = Duration.ofSeconds(1);

    private static final long LINGER_BYTES = 256L << 20;
    /** Bytes of a refused body that are cheaper to read than a connection is to make. */
    private static final long SHORT_REST = 1 << 20;

    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

    private volatile @Nullable ChannelHandlerContext place;
    private long requests;
    private long answers;
    private boolean open;
    /** Bytes of the body that are still to come, when that is known and they surely will. */
    private OptionalLong rest = OptionalLong.empty();

    private boolean broken;
    private boolean closing;
    private boolean lingering;
    private long dropped;

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        place = context;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof HttpRequest request) {
            requests++;
            open = true;
            refuseUnknownCoding(request);
            broken = request.decoderResult().isFailure();
            rest = broken ? OptionalLong.empty() : announced(request);
        }
        if (message instanceof HttpContent content && rest.isPresent()) {
            rest = OptionalLong.of(rest.getAsLong() - content.content().readableBytes());
        }
        boolean last = message instanceof LastHttpContent;
        if (last) {
            open = false;
        }
        if (lingering) {
            drop(context, message, last);
        } else if (closing) {
            ReferenceCountUtil.release(message); // the last answer of this connection is being written
        } else if (message instanceof HttpContent content
                && content.decoderResult().isFailure()
                && !(message instanceof HttpRequest)) {
            ReferenceCountUtil.release(message);
            fail(context, new IOException("connection broken: a chunk is no chunk"));
        } else {
            super.channelRead(context, message);
        }
    }

    /** Nobody knows where such a body ends (RFC 9112, 6.3); the codec takes it for none, and the body for the next request. */
    private static void refuseUnknownCoding(HttpRequest request) {
        String coding = request.headers().get(HttpHeaderNames.TRANSFER_ENCODING);
        if (coding != null && !coding.equalsIgnoreCase("chunked")) {
            request.setDecoderResult(
                    DecoderResult.failure(new IOException("Transfer-Encoding is " + coding + ": expected chunked")));
        }
    }

    /** A client that stopped sending in the middle of a body gets an answer, not only the end of its connection. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof IdleStateEvent && underWay()) {
            fail(context, new IOException("connection idle in the middle of a body"));
        } else {
            super.userEventTriggered(context, event);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws Exception {
        if (lingering) {
            context.read();
        } else {
            super.channelReadComplete(context);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof HttpResponse response && !isInterim(response)) {
            answers++;
            boolean tooSlow = response.status().equals(HttpResponseStatus.REQUEST_TIMEOUT);
            closing = answers == requests && (broken || (open && (tooSlow || !restIsShort())));
            if (closing) {
                response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            }
        }
        if (closing && message instanceof LastHttpContent) {
            super.write(context, message, promise.unvoid().addListener(ChannelFutureListener.CLOSE));
        } else {
            super.write(context, message, promise);
        }
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) throws Exception {
        if (lingering) {
            promise.trySuccess(); // it is on its way: Micronaut and the write of the answer both ask for it
            return;
        }
        boolean early = (open || broken) && requests > 0 && answers == requests;
        if (!early || !(context.channel() instanceof DuplexChannel channel)) {
            super.close(context, promise);
            return;
        }
        lingering = true;
        channel.shutdownOutput();
        closeAfter(context, broken ? SHORT_LINGER : LINGER);
        promise.trySuccess();
        context.read();
    }

    /** Fails the body that is under way, if any, with the reason; ends lingering soon. From any thread. */
    void cut(IOException reason) {
        ChannelHandlerContext context = place;
        if (context != null) {
            context.executor().execute(() -> {
                if (lingering) {
                    closeAfter(context, SHORT_LINGER);
                } else if (underWay() && !context.isRemoved()) {
                    fail(context, reason);
                }
            });
        }
    }

    /** A client that waits for {@code 100 Continue} may well keep the body when it gets another answer. */
    private static OptionalLong announced(HttpRequest request) {
        String length = request.headers().get(HttpHeaderNames.CONTENT_LENGTH);
        if (length == null && !HttpUtil.isTransferEncodingChunked(request)) {
            return OptionalLong.of(0); // there is none: its end is on its way from the codec
        }
        boolean sure = length != null && LENGTH.matcher(length).matches() && !HttpUtil.is100ContinueExpected(request);
        return sure ? OptionalLong.of(Long.parseLong(length)) : OptionalLong.empty();
    }

    private boolean restIsShort() {
        return rest.isPresent() && rest.getAsLong() <= SHORT_REST;
    }

    /** Whether all that came was of requests that are complete; what comes next begins a head. */
    boolean atHead() {
        return !open;
    }

    /** How many heads have come. */
    long heads() {
        return requests;
    }

    private boolean underWay() {
        return open && answers < requests;
    }

    private void fail(ChannelHandlerContext context, IOException reason) {
        broken = true;
        context.fireExceptionCaught(reason);
    }

    private void drop(ChannelHandlerContext context, Object message, boolean last) {
        if (message instanceof HttpContent content) {
            dropped += content.content().readableBytes();
        }
        ReferenceCountUtil.release(message);
        if (last || dropped > LINGER_BYTES) {
            context.close();
        }
    }

    private static boolean isInterim(HttpResponse response) {
        return response.status().code() < HttpResponseStatus.OK.code();
    }

    private static void closeAfter(ChannelHandlerContext context, Duration delay) {
        context.executor().schedule(() -> context.close(), delay.toMillis(), TimeUnit.MILLISECONDS);
    }
}
