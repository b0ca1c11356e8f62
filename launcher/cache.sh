#!/bin/sh
# The ahead-of-time cache, with which a function starts in half the time: what the JVM loaded in a rehearsal.
# Usage: sourced by ./millrace; prepare_cache FUNCTION ARGUMENTS sets cache to its file, or to nothing.
set -eu

# Whether file $1 is there, and no jar of the function was built since.
is_newest() {
    [ -f "$1" ] && [ -z "$(find "${target:?}" -name '*.jar' -newer "$1" 2>/dev/null | head -n 1)" ]
}

# A rehearsal needs no setting, and must not fail for one that is wrong: the start itself tells of it.
rehearse() (
    for name in $(env | sed -n 's/^\(MILLRACE_[A-Z_]*\)=.*/\1/p'); do
        unset "$name"
    done
    options=${house:?}/launcher
    exec "${java:?}" "@$options/jvm.options" "@$options/rehearsal.options" "-XX:AOTCacheOutput=$1" \
        -jar "$target/${function:?}.jar" --rehearse
)

# Made beside its place, then renamed: a start meanwhile finds the old one, none, or the whole new one.
make_cache() {
    ! is_newest "$cache" || return 0 # another start made it while this one waited
    say "rehearsing $function, once: some 10 s, from then on it starts in half the time (MILLRACE_AOT=off: never)"
    rm -f "$target"/*.aot*
    if rehearse "$cache.new" >"${state:?}/rehearsal.log" 2>&1 && [ -f "$cache.new" ]; then
        mv "$cache.new" "$cache"
    else
        : >"$cache.failed" # not again at every start
        say "the rehearsal failed, so $function starts without a cache; its log is $state/rehearsal.log"
    fi
}

# Only predict rehearses, and only its server, which has no arguments, is started often. Options that contradict a cache
# win. A JDK has caches of its own.
prepare_cache() {
    cache='' target=${house:?}/functions/$1/target
    [ "$1" = predict ] && [ "$2" = 0 ] && [ -w "$target" ] && [ -w "${state:?}" ] || return 0
    case "${MILLRACE_AOT:-on} ${MILLRACE_JAVA_OPTS:-}" in
        off\ * | *-XX:*AOT* | *-Xshare* | *CompactObjectHeaders*) return 0 ;;
    esac
    key=$(cat "$house"/launcher/*.options "${java_home:?}/release" 2>/dev/null | cksum | cut -d ' ' -f 1)
    cache=$target/$1-$key.aot
    is_newest "$cache" || is_newest "$cache.failed" || with_lock make_cache
    [ -f "$cache" ] || cache=''
}
