#!/bin/sh
# Finds a JDK that is new enough. Usage: sourced by ./millrace; find_jdk sets java_home or ends with what to install.
set -eu

java_least=25

# Prints the major version of the JDK in folder $1, by its release file, else by asking it; fails when it is no JDK.
jdk_version() {
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 1
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null || true)
    [ -n "$version" ] || version=$("$1/bin/java" -XshowSettings:properties -version 2>&1 |
        sed -n 's/^ *java\.specification\.version = \([0-9]*\).*/\1/p')
    [ -n "$version" ] && printf '%s\n' "$version"
}

# Prints the folder of the command java on the PATH, links followed.
jdk_on_path() {
    java=$(command -v java) || return 0
    while [ -h "$java" ]; do
        link=$(readlink "$java")
        case $link in
            /*) java=$link ;;
            *) java=$(dirname "$java")/$link ;;
        esac
    done
    dirname "$(dirname "$java")"
}

jdk_folders() {
    printf '%s\n' "${JAVA_HOME:-}"
    jdk_on_path
    [ ! -x /usr/libexec/java_home ] || /usr/libexec/java_home -v "$java_least+" 2>/dev/null || true
    for folder in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/java/* /opt/* /opt/*/* \
        "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.asdf/installs/java/* \
        "$HOME"/.local/share/mise/installs/java/* \
        "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*; do
        [ ! -x "$folder/bin/javac" ] || printf '%s\n' "$folder"
    done
}

# The first that is new enough, in the order above: what the user chose comes before what is found.
find_jdk() {
    java_home=$(jdk_folders | while IFS= read -r folder; do
        found=$(jdk_version "$folder") || continue
        if [ "$found" -ge "$java_least" ]; then
            printf '%s\n' "$folder"
            break
        fi
    done)
    [ -n "$java_home" ] || fail "needs a JDK $java_least or newer, and found none." \
        "Install one (for example Temurin $java_least from adoptium.net, or 'sdk install java 25-tem')," \
        "then start again, with JAVA_HOME set to its folder if it lies in an unusual place."
    java=$java_home/bin/java
}
