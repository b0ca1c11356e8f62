#!/bin/sh
# Read by each script here, no command of its own: --help prints what the script's head says, and so does `usage`, as an error.
# A first word that begins with a dash and is none of `known_options` is an error.
head_of_script() { sed -n '1d; /^set -/q; s/^# \{0,1\}//p' "$0"; }
usage() { head_of_script >&2 && exit 2; }
number() { # NAME VALUE [LEAST]: without a leading 0, of nine digits at the most
    case $2 in
        '' | *[!0-9]* | 0?* | ??????????*) ;;
        *) [ "$2" -lt "${3:-0}" ] || return 0 ;;
    esac
    echo "$1 is '$2': expected a number${3:+ from $3 on}" >&2 && usage
}
function_name() { # NAME VALUE
    case $2 in ingest | clean | train | predict) ;; *) echo "$1 is '$2': expected ingest, clean, train or predict" >&2 && usage ;; esac
}
# A shell may leave out its EXIT trap when it is interrupted.
trap 'exit 130' INT TERM HUP
case ${1:-} in
    -h | --help) head_of_script && exit ;;
    -*) case " ${known_options:-} " in *" $1 "*) ;; *) echo "there is no option $1" >&2 && usage ;; esac ;;
esac
