#!/bin/sh
# Writes certificates that must not be accepted, and vectors.tsv: name, code or "good", chain, trusted,
# folder of revocation lists, whether lists are required, policy. Run it in an empty folder.
set -eu

. "$(dirname "$0")/authority.sh"

# row NAME CODE CHAIN [TRUSTED [LISTS [REQUIRED [POLICY]]]]
row() {
    printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "${4:-root.pem}" "${5:--}" "${6:--}" "${7:--}" >> vectors.tsv
}

# bad NAME CODE SUBJECT EXTENSIONS [ca options]: one certificate under the good authority.
bad() {
    local name=$1 code=$2 subject=$3 ext=$4
    shift 4
    issue issuing "$name" leaf.key "$subject" "$ext" "$@"
    cat "$name.pem" issuing.pem > "$name.chain"
    row "$name" "$code" "$name.chain"
}

# under NAME CODE EXTENSIONS [ca options]: a good certificate under an authority of these extensions.
under() {
    local name=$1 code=$2 ext=$3
    shift 3
    issuing "$name" root "Vector $name" "$ext" "$@"
    issue "$name" "$name-leaf" leaf.key "$SUBJECT" "$LEAF"
    cat "$name-leaf.pem" "$name.pem" > "$name.chain"
    row "$name" "$code" "$name.chain"
}

# lists FOLDER [ca options]: both authorities' lists.
lists() {
    local folder=$1 one
    shift
    mkdir -p "$folder"
    if [ $# -eq 0 ]; then set -- -crldays 9; fi
    for one in root issuing; do
        CA=$one openssl ca -config ca.cnf -gencrl -cert $one.pem -keyfile $one.key -out "$folder/$one.crl" "$@" 2> /dev/null
    done
}

key leaf.key
key rsa.key -algorithm RSA -pkeyopt rsa_keygen_bits:2048
key rsa3072.key -algorithm RSA -pkeyopt rsa_keygen_bits:3072
key p384.key -algorithm EC -pkeyopt ec_paramgen_curve:P-384
key rsa1024.key -algorithm RSA -pkeyopt rsa_keygen_bits:1024
key p521.key -algorithm EC -pkeyopt ec_paramgen_curve:P-521
key p224.key -algorithm EC -pkeyopt ec_paramgen_curve:P-224
root root 'Vector Root'
issuing issuing root 'Vector Issuing' "$CA_EXT"

for good in leaf rsa rsa3072 p384; do
    issue issuing "good-$good" "$good.key" "$SUBJECT" "$LEAF"
    cat "good-$good.pem" issuing.pem > "good-$good.chain"
    row "good, $good" good "good-$good.chain"
done

bad expired CPL_E_CERT_EXPIRED "$SUBJECT" "$LEAF" -startdate "$(stamp -9)" -enddate "$(stamp -1)"
bad early CPL_E_CERT_NOT_YET_VALID "$SUBJECT" "$LEAF" -startdate "$(stamp 1)" -enddate "$(stamp 9)"
bad relay CPL_E_CERT_KIND "/O=みどり/OU=中継サービス証明書/CN=$OFFICE" "$LEAF"
bad no-kind CPL_E_CERT_KIND "/O=みどり/CN=$OFFICE" "$LEAF"
bad agent CPL_E_CERT_KIND_AGENT "/O=みどり/OU=代理人証明書/CN=$OFFICE" "$LEAF"
bad disability CPL_E_CERT_KIND_DISABILITY "/O=みどり/OU=障害総合支援証明書/CN=$OFFICE" "$LEAF"
bad other-office CPL_E_CERT_OFFICE "/O=みどり/OU=$INSURANCE/CN=1370000029" "$LEAF"
bad odd-number CPL_E_CERT_SUBJECT "/O=みどり/OU=$INSURANCE/CN=13700000１１" "$LEAF"
bad two-numbers CPL_E_CERT_SUBJECT "/O=みどり/OU=$INSURANCE/CN=$OFFICE/CN=1370000029" "$LEAF"
bad encipherment CPL_E_CERT_KEY_USAGE "$SUBJECT" "keyUsage=critical,keyEncipherment\n$IDS"
bad server CPL_E_CERT_KEY_USAGE "$SUBJECT" "keyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\n$IDS"
bad is-authority CPL_E_CERT_KEY_USAGE "$SUBJECT" "$CA_EXT"
bad critical CPL_E_CERT_EXTENSION "$SUBJECT" "${LEAF}1.2.3.4.5=critical,ASN1:NULL\n"
bad weak-hash CPL_E_CERT_WEAK_HASH "$SUBJECT" "$LEAF" -md sha1 -startdate "$(stamp -9)" -enddate "$(stamp 300)"
for short in rsa1024 p224 p521; do
    issue issuing "short-$short" "$short.key" "$SUBJECT" "$LEAF"
    cat "short-$short.pem" issuing.pem > "short-$short.chain"
    row "short-$short" CPL_E_CERT_SHORT_KEY "short-$short.chain"
done

root stranger Stranger
issue stranger of-stranger leaf.key "$SUBJECT" "$LEAF"
cat of-stranger.pem stranger.pem > of-stranger.chain
row stranger CPL_E_CERT_UNKNOWN_ISSUER of-stranger.chain
root namesake 'Vector Root'
issue namesake of-namesake leaf.key "$SUBJECT" "$LEAF"
row namesake CPL_E_CERT_UNKNOWN_ISSUER of-namesake.pem
openssl req -new -x509 -utf8 -key leaf.key -subj "$SUBJECT" -days 9 -addext keyUsage=critical,digitalSignature -out self.pem
row self-signed CPL_E_CERT_UNKNOWN_ISSUER self.pem
row missing-intermediate CPL_E_CERT_CHAIN good-leaf.pem
openssl x509 -in good-leaf.pem -outform DER | LC_ALL=C sed "s/$OFFICE/1370000012/" > changed.der
openssl x509 -in changed.der -inform DER | cat - issuing.pem > changed.chain
row changed CPL_E_CERT_SIGNATURE changed.chain

POLICY='certificatePolicies=1.2.3.4\n'
row no-policy CPL_E_CERT_POLICY good-leaf.chain root.pem - - 1.2.3.4
issuing policed root 'Vector Policed' "$CA_EXT${POLICY}"
issue policed policed-leaf leaf.key "$SUBJECT" "$LEAF$POLICY"
cat policed-leaf.pem policed.pem > policed.chain
row policy good policed.chain root.pem - - 1.2.3.4
issue issuing policy-ends leaf.key "$SUBJECT" "$LEAF$POLICY"
cat policy-ends.pem issuing.pem > policy-ends.chain
row policy-ends CPL_E_CERT_POLICY policy-ends.chain root.pem - - 1.2.3.4

under not-an-authority CPL_E_CERT_ISSUER "basicConstraints=CA:FALSE\n$IDS"
under signs-lists-only CPL_E_CERT_ISSUER "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,cRLSign\n$IDS"
under issuer-expired CPL_E_CERT_ISSUER_EXPIRED "$CA_EXT" -startdate "$(stamp -9)" -enddate "$(stamp -1)"
under issuer-early CPL_E_CERT_ISSUER_EXPIRED "$CA_EXT" -startdate "$(stamp 1)" -enddate "$(stamp 9)"
under issuer-weak-hash CPL_E_CERT_WEAK_HASH "$CA_EXT" -md sha1 -startdate "$(stamp -9)" -enddate "$(stamp 300)"
under name-constraint CPL_E_CERT_NAME_CONSTRAINT "${CA_EXT}nameConstraints=critical,permitted;dirName:dir\n[dir]\nO=others\n"
key short-issuer.key -algorithm RSA -pkeyopt rsa_keygen_bits:1024
under short-issuer CPL_E_CERT_SHORT_KEY "$CA_EXT"
issuing flat root 'Vector Flat' "basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign\n$IDS"
issuing below flat 'Vector Below' "$CA_EXT"
issue below too-long leaf.key "$SUBJECT" "$LEAF"
cat too-long.pem below.pem flat.pem > too-long.chain
row path-too-long CPL_E_CERT_ISSUER too-long.chain

lists fresh
row good-list good good-leaf.chain root.pem fresh required
row no-list CPL_E_CRL_MISSING good-leaf.chain root.pem - required
lists stale -crl_lastupdate "$(stamp -9)" -crl_nextupdate "$(stamp -1)"
row stale-list CPL_E_CRL_STALE good-leaf.chain root.pem stale required
row stale-list-is-told good good-leaf.chain root.pem stale
issue issuing revoked leaf.key "$SUBJECT" "$LEAF"
cat revoked.pem issuing.pem > revoked.chain
CA=issuing openssl ca -config ca.cnf -cert issuing.pem -keyfile issuing.key -revoke revoked.pem -crl_reason keyCompromise 2> /dev/null
lists revoking
row revoked CPL_E_CERT_REVOKED revoked.chain root.pem revoking
issuing fallen root 'Vector Fallen' "$CA_EXT"
issue fallen of-fallen leaf.key "$SUBJECT" "$LEAF"
cat of-fallen.pem fallen.pem > of-fallen.chain
CA=root openssl ca -config ca.cnf -cert root.pem -keyfile root.key -revoke fallen.pem -crl_reason CACompromise 2> /dev/null
lists falling
row issuer-revoked CPL_E_CERT_ISSUER_REVOKED of-fallen.chain root.pem falling
mkdir forged
CA=namesake openssl ca -config ca.cnf -gencrl -cert namesake.pem -keyfile namesake.key -crldays 9 -out forged/root.crl 2> /dev/null
row forged-list CPL_E_CRL_INVALID good-leaf.chain root.pem forged
