#!/bin/sh
# Hands one mail to Wellheard: for Postfix (transport pipe, .forward, /etc/aliases), Exim, or anything that starts a program
# with a mail on its standard input. $1 is whom it is for. Ends with 75 (EX_TEMPFAIL) when the mail server should try again.
# WELLHEARD is the address of your installation, SECRET_FILE a file with the secret of Settings, Mailboxes.
set -u
umask 077
mail=$(mktemp) || exit 75
trap 'rm -f "$mail" "$mail.signed"' EXIT
{ printf 'Delivered-To: %s\n' "${1:-}"; cat; } > "$mail" || exit 75
# The same mail again has the same id, so that it is kept once.
id=$(openssl dgst -sha256 -r "$mail" | cut -d ' ' -f 1) || exit 75
now=$(date +%s)
key=$(sed 's/^whsec_//' "$SECRET_FILE" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \n')
{ printf '%s.%s.' "$id" "$now"; cat "$mail"; } > "$mail.signed"
signature=$(openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary "$mail.signed" | openssl base64 -A)
curl --silent --show-error --fail --max-time 60 --output /dev/null \
    --header 'Content-Type: message/rfc822' --header "webhook-id: $id" --header "webhook-timestamp: $now" \
    --header "webhook-signature: v1,$signature" --data-binary "@$mail" "$WELLHEARD/mail-in/" || exit 75
