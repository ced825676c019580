# Authorities that openssl makes, for the scripts beside this one; they run in an empty folder.

OFFICE=1370000011
INSURANCE=介護保険証明書
DAY=86400
stamp() { date -u -d "@$(($(date +%s) + $1 * DAY))" +%Y%m%d%H%M%SZ; }

cat > ca.cnf <<'CNF'
[ca]
default_ca = it
[it]
dir = .
database = $ENV::CA/index.txt
serial = $ENV::CA/serial
new_certs_dir = $ENV::CA
crlnumber = $ENV::CA/crlnumber
default_md = sha256
policy = any
preserve = yes
unique_subject = no
email_in_dn = no
[any]
countryName = optional
organizationName = optional
organizationalUnitName = optional
commonName = optional
[req]
distinguished_name = dn
string_mask = utf8only
[dn]
CNF
export OPENSSL_CONF=ca.cnf CA=.

# authority FOLDER: an empty database.
authority() {
    mkdir -p "$1"
    : > "$1/index.txt"
    echo 1001 > "$1/serial"
    echo 01 > "$1/crlnumber"
}

# key FILE [genpkey options]
key() {
    local file=$1
    shift
    if [ $# -eq 0 ]; then set -- -algorithm EC -pkeyopt ec_paramgen_curve:P-256; fi
    openssl genpkey -out "$file" "$@" 2> /dev/null
}

# issue AUTHORITY NAME KEY SUBJECT EXTENSIONS [ca options]: NAME.pem.
issue() {
    local by=$1 name=$2 key=$3 subject=$4 extensions=$5
    shift 5
    printf '%b' "$extensions" > "$name.ext"
    openssl req -new -utf8 -key "$key" -subj "$subject" -out "$name.csr"
    if [ $# -eq 0 ]; then set -- -startdate "$(stamp -9)" -enddate "$(stamp 300)"; fi
    CA=$by openssl ca -batch -config ca.cnf -notext -cert "$by.pem" -keyfile "$by.key" -in "$name.csr" \
        -extfile "$name.ext" -out "$name.pem" "$@" 2> "$name.log" || { cat "$name.log" >&2; exit 1; }
}

# root NAME: a self-signed authority.
root() {
    authority "$1"
    key "$1.key"
    openssl req -new -x509 -utf8 -key "$1.key" -subj "/CN=$2" -days 900 -out "$1.pem" \
        -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign
}

IDS='subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n'
CA_EXT="basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n$IDS"
USE='keyUsage=critical,digitalSignature\nextendedKeyUsage=clientAuth\n'
LEAF="basicConstraints=CA:FALSE\n$USE$IDS"
SUBJECT="/C=JP/O=みどり/OU=$INSURANCE/CN=$OFFICE"

# issuing NAME ROOT CN EXTENSIONS [ca options]
issuing() {
    authority "$1"
    [ -f "$1.key" ] || key "$1.key"
    local name=$1 above=$2 cn=$3 ext=$4
    shift 4
    issue "$above" "$name" "$name.key" "/CN=$cn" "$ext" "$@"
}
