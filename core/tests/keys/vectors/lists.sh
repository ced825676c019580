#!/bin/sh
# Writes authorities of one name and their revocation lists, and lists.tsv: name, code or "good", chain, trusted,
# folder of lists, whether lists are required, days since the signature, what must be set aside (FILE=CODE, …).
# Run it in an empty folder.
set -eu
. "$(dirname "$0")/authority.sh"

# row NAME CODE CHAIN TRUSTED LISTS [REQUIRED [DAYS [ASIDE]]]
row() {
    printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$4" "$5" "${6:--}" "${7:--}" "${8:--}" >> lists.tsv
}

# list AUTHORITY FILE [EXTENSIONS [ca options]]: its revocation list, which is numbered and names the key.
list() {
    local by=$1 file=$2 extensions=${3:-}
    shift $(($# > 2 ? 3 : 2))
    if [ $# -eq 0 ]; then set -- -crldays 9; fi
    printf '[list]\nauthorityKeyIdentifier=keyid\n%b' "$extensions" | cat ca.cnf - > list.cnf
    mkdir -p "$(dirname "$file")"
    CA=$by openssl ca -config list.cnf -gencrl -crlexts list -cert "$by.pem" -keyfile "$by.key" -out "$file" "$@" \
        2> list.log || { cat list.log >&2; exit 1; }
}

# revoke AUTHORITY CERTIFICATE REASON
revoke() {
    CA=$1 openssl ca -config ca.cnf -cert "$1.pem" -keyfile "$1.key" -revoke "$2" -crl_reason "$3" 2> /dev/null
}

root one 'Vector Root'
root two 'Vector Root'
root three 'Vector Root'
cat one.pem two.pem > both.pem
key leaf.key
for by in one two three; do issue "$by" "of-$by" leaf.key "$SUBJECT" "$LEAF"; done
issue one revoked leaf.key "$SUBJECT" "$LEAF"

# Of the same name and another key.
list one before/one.crl
cp -r before beside
revoke one revoked.pem keyCompromise
list one beside/one.crl
list two beside/two.crl
mkdir alone
cp beside/two.crl alone
OTHER=two.crl=CPL_E_CRL_INVALID
row namesake-beside good of-one.pem one.pem beside required - $OTHER
row namesake-beside-revoked CPL_E_CERT_REVOKED revoked.pem one.pem beside - - $OTHER
row namesake-alone CPL_E_CRL_INVALID of-one.pem one.pem alone - - $OTHER
row renewed-authority good of-one.pem both.pem beside required
row renewed-authority-new good of-two.pem both.pem beside required
row renewed-authority-revoked CPL_E_CERT_REVOKED revoked.pem both.pem beside
row list-of-the-new-one-only good of-one.pem both.pem alone
row list-of-the-new-one-only-required CPL_E_CRL_MISSING of-one.pem both.pem alone required
openssl crl -in beside/one.crl -outform DER | head -c -2 > changed.crl
printf '\0\0' >> changed.crl
mkdir changed changed-beside
cp changed.crl changed/one.crl
cp changed.crl changed-beside/a.crl
cp beside/one.crl changed-beside/b.crl

# Several of one authority: the newest counts, whatever the files are called.
list one newest/b.crl '' -crl_lastupdate "$(stamp -1)" -crl_nextupdate "$(stamp 9)"
cp before/one.crl newest/a.crl
row newest-does-not-name-it good revoked.pem one.pem newest required
mkdir newest-revokes
list one newest-revokes/a.crl
cp before/one.crl newest-revokes/b.crl
NOW=$(stamp 0)
mkdir numbers
issue one held leaf.key "$SUBJECT" "$LEAF"
for file in c b a; do
    list one "numbers/$file.crl" '' -crl_lastupdate "$NOW" -crl_nextupdate "$(stamp 9)"
    [ "$file" = b ] && revoke one held.pem certificateHold
done
row number-decides CPL_E_CERT_REVOKED held.pem one.pem numbers required
list one stale/old.crl '' -crl_lastupdate "$(stamp -9)" -crl_nextupdate "$(stamp -1)"
row stale-alone CPL_E_CRL_STALE of-one.pem one.pem stale required
cp -r stale stale-beside
list one stale-beside/present.crl
row stale-beside-present good of-one.pem one.pem stale-beside required

# Forms that are set aside beside one that counts.
list one forms/present.crl
list one forms/delta.crl '2.5.29.27=critical,ASN1:INTEGER:1\n'
list one forms/critical.crl '1.2.3.4=critical,ASN1:NULL\n'
list one forms/unknown.crl '1.2.3.4=ASN1:NULL\n'
list one forms/indirect.crl 'issuingDistributionPoint=critical,@at\n[at]\nfullname=URI:http://x.example/1\nindirectCRL=TRUE\n'
list one forms/reasons.crl 'issuingDistributionPoint=critical,@at\n[at]\nfullname=URI:http://x.example/1\nonlysomereasons=keyCompromise\n'
list one forms/weak.crl '' -crldays 9 -md sha1
FORM=CPL_E_CRL_FORM
row forms good of-one.pem one.pem forms required - \
    critical.crl=$FORM,delta.crl=$FORM,indirect.crl=$FORM,reasons.crl=$FORM,weak.crl=$FORM
row forms-revoked CPL_E_CERT_REVOKED revoked.pem one.pem forms - - \
    critical.crl=$FORM,delta.crl=$FORM,indirect.crl=$FORM,reasons.crl=$FORM,weak.crl=$FORM
mkdir delta
cp forms/delta.crl delta
row delta-alone CPL_E_CRL_FORM of-one.pem one.pem delta required - delta.crl=$FORM
row delta-alone-is-told good of-one.pem one.pem delta - - delta.crl=$FORM

# Parts of a divided list: a certificate is looked up in its own.
part() { printf 'issuingDistributionPoint=critical,@at\n[at]\nfullname=URI:http://x.example/%s\n%s\n' "$1" "${2:-}"; }
for number in 1 2; do
    issue one "part-$number" leaf.key "$SUBJECT" "${LEAF}crlDistributionPoints=URI:http://x.example/$number\n"
done
list one parts/1.crl "$(part 1)"
revoke one part-1.pem keyCompromise
revoke one part-2.pem keyCompromise
list one parts/2.crl "$(part 2)"
row in-another-part good part-1.pem one.pem parts required
row in-its-part CPL_E_CERT_REVOKED part-2.pem one.pem parts required
list one authorities/list.crl "$(part 1 onlyCA=TRUE)"
row part-of-authorities CPL_E_CRL_MISSING part-1.pem one.pem authorities required
list one offices/list.crl "$(part 1 onlyuser=TRUE)"
row part-of-offices CPL_E_CERT_REVOKED part-1.pem one.pem offices required

# A certificate that names no part may be in any of them.
issue one any-part leaf.key "$SUBJECT" "$LEAF"
revoke one any-part.pem keyCompromise
mkdir any-part
list one any-part/2.crl "$(part 2)" -crl_lastupdate "$(stamp -1)" -crl_nextupdate "$(stamp 9)"
cp parts/1.crl any-part
row in-any-part CPL_E_CERT_REVOKED any-part.pem one.pem any-part required

# An authority's renewed key, signed by its old one.
issue one cross three.key '/CN=Vector Root' "$CA_EXT"
cat of-three.pem cross.pem > crossed.chain
list one crossing/one.crl
list three crossing/three.crl
row cross good crossed.chain one.pem crossing required
row cross-beside-both good crossed.chain both.pem crossing required
revoke three of-three.pem superseded
list three crossing-leaf/three.crl
row cross-revoked CPL_E_CERT_REVOKED crossed.chain one.pem crossing-leaf
revoke one cross.pem CACompromise
list one crossing-cross/one.crl
row cross-itself-revoked CPL_E_CERT_ISSUER_REVOKED crossed.chain one.pem crossing-cross

# A trusted authority that has ended, alone and beside its renewal of the same key.
openssl req -new -utf8 -key one.key -subj '/CN=Vector Root' -out ended.csr
printf '%b' "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n" > ended.ext
CA=two openssl ca -batch -config ca.cnf -notext -selfsign -keyfile one.key -in ended.csr -extfile ended.ext \
    -startdate "$(stamp -90)" -enddate "$(stamp -1)" -out ended.pem 2> /dev/null
cat ended.pem one.pem > ended-beside.pem
cat ended.pem two.pem > ended-and-two.pem
row ended-authority CPL_E_CERT_ISSUER_EXPIRED of-one.pem ended.pem before
row ended-beside-renewed good of-one.pem ended-beside.pem before required
row ended-beside-another CPL_E_CERT_ISSUER_EXPIRED of-one.pem ended-and-two.pem before
row ended-authority-since CPL_E_CERT_ISSUER_EXPIRED of-one.pem ended.pem - - 3

# A list that was issued after a certificate's end need not name it any more.
issue one former leaf.key "$SUBJECT" "$LEAF" -startdate "$(stamp -9)" -enddate "$(stamp -2)"
revoke one former.pem keyCompromise
list one former/then.crl '' -crl_lastupdate "$(stamp -3)" -crl_nextupdate "$(stamp 9)"
cp before/one.crl former/since.crl
row named-before-its-end CPL_E_CERT_REVOKED former.pem one.pem former - 5
row not-named-any-more good former.pem one.pem before - 5
row renewed-authority-then good former.pem ended-beside.pem - - 5
row ended-authority-then good former.pem ended.pem - - 5
row changed CPL_E_CRL_INVALID of-one.pem one.pem changed - - one.crl=CPL_E_CRL_INVALID
row changed-beside good of-one.pem one.pem changed-beside required - a.crl=CPL_E_CRL_INVALID
row newest-revokes CPL_E_CERT_REVOKED revoked.pem one.pem newest-revokes
