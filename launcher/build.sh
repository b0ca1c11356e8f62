#!/bin/sh
# Builds Millrace when its sources changed. Usage: sourced by ./millrace; build_if_needed ends with the log on failure.
set -eu

built=${house:?sourced by ./millrace}/target/built

# A number for all that a build reads: by content, so that a switched branch, a deleted file or an old date all count.
sources() {
    (
        cd "$house"
        find pom.xml functions shared samples -name target -prune -o -type f ! -name .jqwik-database -exec cksum {} + |
            LC_ALL=C sort | cksum
    )
}

is_built() {
    [ -f "$built" ] && [ "$(cat "$built")" = "$(sources)" ] || return 1
    for module in ingest clean train predict standalone; do
        [ -f "$house/functions/$module/target/$module.jar" ] || return 1
    done
}

build_now() {
    ! is_built || return 0 # another build did it while this one waited
    if [ -f "$built" ]; then
        say "building, since the sources changed"
    else
        say "building; the first time takes a minute or two, and downloads the libraries"
    fi
    before=$(sources)
    run_maven -T 2 -Dmaven.test.skip=true -Dspotless.check.skip=true -pl functions/standalone -am package || {
        tail -n 30 "${build_log:?}" >&2
        fail "the build failed; its log is $build_log"
    }
    printf '%s\n' "$before" >"$built"
}

build_if_needed() {
    is_built || with_lock build_now
}
