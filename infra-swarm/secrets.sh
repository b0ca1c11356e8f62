#!/bin/sh
# Makes the secrets that are missing, and prints none. Usage: secrets.sh
set -eu
. "$(dirname -- "$0")/usage.sh"
[ $# = 0 ] || usage

for name in database_owner clean_database train_database predict_database monitor_database grafana_admin; do
    name=millrace_${name}_password
    docker secret inspect "$name" >/dev/null 2>&1 && continue
    # 192 bits, as 48 hexadecimal digits.
    od -An -N24 -tx1 /dev/urandom | tr -d ' \n' | docker secret create "$name" - >/dev/null
    echo "made $name" >&2
done
