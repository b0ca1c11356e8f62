# The image of a function: docker build --build-arg FUNCTION=predict -t millrace/predict .
# FUNCTION is ingest, clean, train or predict. infra-compose/IMAGES.md has the layers and their sizes.

ARG FUNCTION
ARG MAVEN=maven:3.9-eclipse-temurin-25
ARG JDK=eclipse-temurin:25-jdk
ARG BASE=debian:12-slim

# Only the poms, and one file to compile: what follows is built again when one changes, not when other code does.
FROM ${MAVEN} AS poms
WORKDIR /millrace
COPY . .
RUN find . -type f ! -name pom.xml ! -path './shared/document/*/package-info.java' -delete \
    && find . -type d -empty -delete

# Libraries and plugins, before any code: a build of next to nothing fetches all that the whole one needs.
FROM ${MAVEN} AS dependencies
WORKDIR /millrace
# Short runs: the JVM's first compiler alone is the faster one.
ENV MAVEN_OPTS=-XX:TieredStopAtLevel=1
COPY --from=poms /millrace ./
RUN mkdir .mvn \
    && printf '%s\n' -B -q -T2 -Dquick -Dmaven.test.skip=true -Dspotless.check.skip=true -pl functions/standalone -am \
        >.mvn/maven.config \
    && mvn package

# What the functions share, then the functions: what has not changed is not compiled again.
FROM dependencies AS build
RUN find . -name target -prune -exec rm -rf {} +
COPY shared shared
RUN mvn package && rm -rf functions/*/target
COPY . .
# The commit, which a model version's lineage names: there is no .git here.
ARG REVISION=
# What a checkout keeps from others (umask 077) the function's own user could not read.
RUN find . ! -perm -a=r -exec chmod a+rX {} + && mvn -Dgit.commit.id.abbrev="$REVISION" package

# A function's files in the order in which they change: libraries, then our own jars. What jars have that nobody here reads
# goes: libraries for twenty other processors, sources of Kafka's messages, variants of the page of /docs. zstd's library,
# which we use, comes out of its jar: nothing that a process unpacks below /tmp may be run in a hardened container.
FROM dependencies AS libraries
ARG FUNCTION
WORKDIR /files
RUN cp -a "/millrace/functions/$FUNCTION/target/lib" . && rm lib/*-SNAPSHOT.jar \
    && case $(uname -m) in x86_64) name=amd64 ;; *) name=$(uname -m) ;; esac \
    && for jar in lib/zstd-jni-*.jar lib/snappy-java-*.jar lib/lz4-java-*.jar lib/kafka-clients-*.jar lib/swagger-ui-*.jar; do \
        [ -f "$jar" ] || continue; \
        rm -rf /tmp/jar && jar -x -f "$jar" --dir /tmp/jar || exit; \
        for zstd in /tmp/jar/linux/"$name"/libzstd-jni-*.so; do [ ! -f "$zstd" ] || mv "$zstd" lib/libzstd.so || exit; done; \
        find /tmp/jar -type f \( -name '*.so' -o -name '*.dll' -o -name '*.dylib' -o -name '*.jnilib' -o -name '*.a' \) \
            ! -ipath "*/linux/$name/*" ! -ipath "*/linux/$(uname -m)/*" -delete || exit; \
        find /tmp/jar -path '*/common/message/*.json' -delete -o -name 'swagger-ui*.js' ! -name swagger-ui-bundle.js -delete || exit; \
        jar -c -f "$jar" -m /tmp/jar/META-INF/MANIFEST.MF --date=2026-01-01T00:00:00Z -C /tmp/jar . || exit; \
        touch -d 2026-01-01T00:00:00Z "$jar"; \
    done \
    && if ls lib/zstd-jni-*.jar >/dev/null 2>&1; then touch -c -d 2026-01-01T00:00:00Z lib/libzstd.so && test -f lib/libzstd.so; fi

FROM build AS own
ARG FUNCTION
WORKDIR /files
RUN mkdir -p own/lib \
    && cp -a "/millrace/functions/$FUNCTION/target/lib"/*-SNAPSHOT.jar own/lib \
    && cp -a "/millrace/functions/$FUNCTION/target/$FUNCTION.jar" /millrace/launcher/jvm.options own \
    && cp "/millrace/launcher/$FUNCTION.options" own/function.options \
    && install -m 755 /millrace/launcher/image/*.sh own

# A run time of the modules that the functions use: those that jdeps names, without java.desktop (fonts and pictures; only
# what nobody calls wants it), and zip files as file systems. The rehearsal fails when one is missing. jlink wants every
# file of its JDK in place, and some images leave out the manual. The JVM's own library comes with 5 MB of names that
# only a debugger reads.
FROM ${JDK} AS java
RUN mkdir -p "$JAVA_HOME/man/man1" \
    && for tool in "$JAVA_HOME"/bin/*; do touch "$JAVA_HOME/man/man1/${tool##*/}.1"; done \
    && jlink --output /opt/runtime --ignore-modified-runtime --compress=zip-6 \
        --strip-java-debug-attributes --no-header-files --no-man-pages \
        --add-modules java.base,java.management,java.naming,java.net.http,java.security.jgss,java.security.sasl,java.sql \
        --add-modules jdk.jfr,jdk.management,jdk.unsupported,jdk.zipfs \
    && if command -v strip; then find /opt/runtime -name '*.so' -exec strip --strip-unneeded {} +; fi

# Of the base what a function needs, as one layer: the C library, a shell and its tools, setpriv, and the list of what is
# installed, with its licences, for scanners. No package manager, no Perl, no pages to read: less to send, and less that may
# want mending. What names hosts is of the build's own container.
FROM ${BASE} AS base
RUN useradd --uid 1001 --user-group --no-create-home --home-dir /nonexistent --shell /bin/false millrace \
    && dpkg --purge --force-all adduser apt ca-certificates debconf debian-archive-keyring e2fsprogs gpgv libapt-pkg6.0 \
        libext2fs2 libgnutls30 libperl5.36 libss2 login logsave mount openssl passwd perl perl-base perl-modules-5.36 tar usrmerge \
    && rm -rf /usr/bin/dpkg* /usr/bin/update-alternatives /usr/sbin/start-stop-daemon /usr/lib/dpkg /usr/share/dpkg \
        /var/lib/dpkg/info /var/lib/dpkg/*-old /var/lib/dpkg/lock* /etc/dpkg /etc/apt /var/lib/apt /usr/lib/*/gconv /usr/lib/*/perl* \
        /usr/share/info /usr/share/locale /usr/share/man /usr/share/perl* /usr/share/bash-completion /var/log/* /var/cache/* /etc/*- \
    && find /usr/share/doc -type f ! -name copyright -delete \
    && sed -i '/^Package: dpkg$/,/^$/d' /var/lib/dpkg/status \
    && find / -xdev -perm /6000 -type f -exec chmod a-s {} + \
    && mkdir /kept && cp -a /bin /etc /home /lib* /root /run /sbin /tmp /usr /var /kept \
    && rm -f /kept/etc/hostname /kept/etc/hosts /kept/etc/resolv.conf

# All of the image but its cache.
FROM scratch AS function
COPY --from=base /kept /
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
COPY --from=java /opt/runtime /opt/java
COPY --from=libraries /files/lib /millrace/lib
COPY --from=own /files/own /millrace
ARG FUNCTION
ENV FUNCTION=${FUNCTION}
USER 1001:1001
WORKDIR /millrace

# The rehearsal: the function at its work, at its place, with the image's own Java; what its JVM loaded is the cache.
FROM function AS rehearsal
RUN --mount=type=bind,from=build,source=/millrace,target=/build --mount=type=bind,from=java,source=/opt/java/openjdk,target=/jdk \
    set -- /opt/java/bin/java @jvm.options @function.options @/build/launcher/rehearsal.options \
        -DZstdNativePath=/millrace/lib/libzstd.so -XX:AOTCacheOutput=/tmp/function.aot -jar "/millrace/$FUNCTION.jar" \
    && if [ "$FUNCTION" = predict ]; then "$@" --rehearse; \
    else /jdk/bin/java -XX:TieredStopAtLevel=1 @jvm.options -cp /build/functions/standalone/target/standalone.jar \
        dev.millrace.standalone.RehearsalMain "$FUNCTION" "$@"; fi

FROM function AS ingest
ENV PORT=5000
EXPOSE 5000

FROM function AS clean
ENV PORT=6100
EXPOSE 6100

FROM function AS train
ENV PORT=7000
EXPOSE 7000

FROM function AS predict
ENV PORT=8000
EXPOSE 8000

FROM ${FUNCTION}
COPY --from=rehearsal --chown=0:0 --chmod=444 /tmp/function.aot /millrace/
ARG VERSION=0.1.0
ARG REVISION=
LABEL org.opencontainers.image.title="Millrace ${FUNCTION}" \
    org.opencontainers.image.description="A classifier that keeps learning, on machines you already have" \
    org.opencontainers.image.licenses="Apache-2.0" \
    org.opencontainers.image.version="${VERSION}" \
    org.opencontainers.image.revision="${REVISION}"
# A start takes two seconds; 20 on a busy machine.
HEALTHCHECK --interval=5s --timeout=4s --start-period=20s --retries=3 CMD ["/millrace/healthy.sh"]
ENTRYPOINT ["/millrace/start.sh"]
