#!/usr/bin/env bash
# Makes development certificates in this folder: a CA and a P-256 server certificate for localhost.
# Nothing is made when a valid server certificate is there. Keys are never committed.
set -euo pipefail
umask 077
cd "$(dirname "$0")"

if [ -f server.pem ] && [ -f server.key ] && [ -f ca.pem ] \
  && openssl verify -CAfile ca.pem server.pem >/dev/null 2>&1 \
  && openssl x509 -in server.pem -noout -checkend 604800 >/dev/null; then
  # Keys that were copied here may be open to others; the server takes no such key.
  chmod 600 server.key
  [ ! -f ca.key ] || chmod 600 ca.key
  exit 0
fi

fresh=$(mktemp -d ./.making.XXXXXX)
trap 'rm -rf "$fresh"' EXIT
openssl ecparam -name prime256v1 -genkey -noout -out "$fresh/ca.key"
openssl req -x509 -new -key "$fresh/ca.key" -sha256 -days 365 -subj "/CN=SPOTS development CA" \
  -addext "basicConstraints=critical,CA:TRUE,pathlen:0" -addext "keyUsage=critical,keyCertSign,cRLSign" \
  -out "$fresh/ca.pem"
openssl ecparam -name prime256v1 -genkey -noout -out "$fresh/server.key"
openssl req -new -key "$fresh/server.key" -subj "/CN=localhost" -out "$fresh/server.csr"
cat >"$fresh/extensions" <<'EXT'
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=serverAuth
subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1
EXT
openssl x509 -req -in "$fresh/server.csr" -CA "$fresh/ca.pem" -CAkey "$fresh/ca.key" -CAcreateserial -sha256 \
  -days 90 -extfile "$fresh/extensions" -out "$fresh/server.pem" 2>/dev/null
mv -f "$fresh/ca.pem" "$fresh/ca.key" "$fresh/server.pem" "$fresh/server.key" .
chmod 644 ca.pem server.pem
echo "certificates made in certs/ (valid for 90 days)" >&2
