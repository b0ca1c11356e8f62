#!/bin/sh
# Makes the secrets that are missing, and prints none. Usage: secrets.sh
set -eu

for role in owner clean train predict; do
    case $role in owner) name=millrace_database_owner_password ;; *) name=millrace_${role}_database_password ;; esac
    docker secret inspect "$name" >/dev/null 2>&1 && continue
    # 192 bits, as 48 hexadecimal digits.
    od -An -N24 -tx1 /dev/urandom | tr -d ' \n' | docker secret create "$name" - >/dev/null
    echo "made $name" >&2
done
