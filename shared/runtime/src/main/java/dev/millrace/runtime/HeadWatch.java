package dev.millrace.runtime;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection on which the head of a request does not end in time, however steadily its bytes come: else a client
 * that sends a byte now and then would hold it for ever. The first handler of a connection; on its event loop.
 */
@SuppressWarnings(
        "FutureReturnValueIgnored") // of closing, and of looking again: whether the connection is gone by then
final class HeadWatch extends ChannelInboundHandlerAdapter {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final BodyWatch requests;
    private final Duration patience;
    /** Of which head the beginning has come; -1: of none. */
    private long begun = -1;

    HeadWatch(BodyWatch requests) {
        this(requests, PATIENCE);
    }

    HeadWatch(BodyWatch requests, Duration patience) {
        this.requests = requests;
        this.patience = patience;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        boolean atHead = requests.atHead();
        long heads = requests.heads();
        super.channelRead(context, message); // decodes it, and counts the heads that end in it
        if (atHead && requests.atHead() && requests.heads() == heads && begun != heads) {
            begun = heads;
            context.executor().schedule(() -> look(context, heads), patience.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void look(ChannelHandlerContext context, long heads) {
        if (requests.atHead() && requests.heads() == heads) {
            context.close();
        }
    }
}
