package dev.millrace.runtime;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The request bodies of all connections, each with its {@link BodyWatch}. */
@Singleton
final class RequestBodies implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
    private final Set<BodyWatch> watches = ConcurrentHashMap.newKeySet();

    @Override
    public NettyServerCustomizer.Registry onCreated(BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        event.getBean().register(new Connections());
        return event.getBean();
    }

    /** Ends the uploads that are still under way; their routes answer 503 with what they have taken so far. */
    void cut() {
        watches.forEach(watch -> watch.cut(new UploadCutException()));
    }

    /** For a connection, when there is one. */
    private final class Connections implements NettyServerCustomizer {
        @Override
        public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
            return role == ChannelRole.CONNECTION ? new Connection(channel) : this;
        }
    }

    private final class Connection implements NettyServerCustomizer {
        private final Channel channel;

        Connection(Channel channel) {
            this.channel = channel;
        }

        @Override
        public void onStreamPipelineBuilt() {
            BodyWatch watch = new BodyWatch();
            watches.add(watch);
            channel.closeFuture().addListener(closed -> watches.remove(watch));
            channel.pipeline()
                    .addBefore(ChannelPipelineCustomizer.HANDLER_MICRONAUT_INBOUND, "millrace-body-watch", watch)
                    .addFirst("millrace-head-watch", new HeadWatch(watch));
        }
    }
}
