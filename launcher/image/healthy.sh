#!/bin/bash
# The health check of an image, without curl: exit code 0 when /health answers 200. Usage: healthy.sh
set -eu

# The port as the function reads it: MILLRACE_PREDICT_PORT and so on.
variable=MILLRACE_${FUNCTION^^}_PORT
port=${!variable:-$PORT}
exec 3<>"/dev/tcp/127.0.0.1/$port"
printf 'GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
IFS= read -r -t 3 status <&3
[[ $status == 'HTTP/1.1 200 '* ]]
