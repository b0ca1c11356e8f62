#!/bin/sh
# Makes the passwords that are missing, a file each, and prints none. Usage: secrets.sh [FOLDER]
# A password is made anew when its file is deleted; the next start gives it to the database role. (That of postgres, the
# owner, and that of grafana's admin are only read when their data are made: change them in both places.)
set -eu

folder=${1:-$(dirname -- "$0")/secrets}
umask 077
for name in postgres clean train predict monitor grafana; do
    file=$folder/$name/password
    mkdir -p "$folder/$name"
    if [ ! -s "$file" ]; then
        # 192 bits, as 48 hexadecimal digits.
        od -An -N24 -tx1 /dev/urandom | tr -d ' \n' >"$file"
        echo "made $name" >&2
    fi
    # Containers read it, also one that somebody put there, as users of their own; on the machine the folder around it is closed.
    chmod 755 "$folder/$name"
    chmod 444 "$file"
    [ "$(id -u)" != 0 ] || chown "$(stat -c %u:%g "$folder")" "$file"
done
# Where the URLs of alerts' receivers go, when there are any (observability/alertmanager/alertmanager.yml).
mkdir -p "$folder/alerts"
chmod 755 "$folder/alerts"
[ "$(id -u)" != 0 ] || chown "$(stat -c %u:%g "$folder")" "$folder/alerts"
chmod 700 "$folder"
