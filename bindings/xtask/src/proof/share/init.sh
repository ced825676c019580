#!/bin/sh
# The first program of both machines of `cargo xtask proof share`. The kernel's command line says what it is:
# role=server|client share=nfs|smb local=N seed=N. /mailbox is core's test program.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
SERVER=192.0.2.1 CLIENT=192.0.2.2 DOOR=4000
mount -t proc proc /proc
[ -e /sys/class ] || mount -t sysfs sys /sys
mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs /tmp
mkdir -p /run/lock /run/samba
for word in $(cat /proc/cmdline); do
    case $word in role=* | share=* | local=* | seed=*) eval "$word" ;; esac
done

say() { echo "[$role $(cut -d' ' -f1 /proc/uptime)] $*"; }
end() {
    say "over"
    sync
    echo o >/proc/sysrq-trigger
    sleep 60
}
# The other machine may never come: then the proof fails, and does not wait for ever.
(sleep 1800 && say "too late" && end) &

modprobe virtio_net
until card=$(ls /sys/class/net | grep -v '^lo$') && [ -n "$card" ]; do sleep 0.2; done
ip link set lo up
if [ "$role" = server ]; then address=$SERVER; else address=$CLIENT; fi
ip address add "$address/24" dev "$card"
ip link set "$card" up

serve_nfs() {
    modprobe nfsd
    mount -t nfsd nfsd /proc/fs/nfsd
    echo '/export *(rw,sync,no_root_squash,no_subtree_check,fsid=0,insecure)' >/etc/exports
    rpcbind -w
    exportfs -ra && rpc.nfsd --no-nfs-version 3 8 && rpc.mountd
}

serve_smb() {
    cat >/etc/samba/smb.conf <<'CONFIG'
[global]
server role = standalone server
disable spoolss = yes
load printers = no
[export]
path = /export
read only = no
force user = root
CONFIG
    useradd --no-create-home care
    printf 'secret\nsecret\n' | smbpasswd -s -a care && smbd -D
}

# A mount of its own, which shares no cache with the others.
take_nfs() { mount -t nfs4 -o "vers=4.2,nosharecache$2" $SERVER:/ "$1"; }
take_smb() { mount -t cifs -o "username=care,password=secret,vers=3.1.1,nosharesock$2" //$SERVER/export "$1"; }
plain_nfs=,actimeo=0,lookupcache=none
plain_smb=,actimeo=0,cache=none

if [ "$role" = server ]; then
    mkdir -p /export
    "serve_$share" || { say "no share"; end; }
    touch /export/ready
    until [ -e /export/client ]; do sleep 1; done
    # The relay listens on this machine alone.
    (
        until port=$(cat /export/.tmp*/port 2>/dev/null); do sleep 0.2; done
        exec socat "TCP-LISTEN:$DOOR,bind=$SERVER,fork,reuseaddr" "TCP:127.0.0.1:$port"
    ) &
    say "begins"
    TMPDIR=/export CPLINK_MAILBOX_KEEP=yes CPLINK_MAILBOX_RECEIVERS=$local CPLINK_MAILBOX_SECONDS=1500 \
        /mailbox --nocapture --exact \
        processes::eight_programs_on_one_folder_import_each_message_once_and_in_order 2>&1
    touch /export/over
    sleep 10
    end
fi

# Two terminals with the share as it is mounted everywhere, and what is compared at the end without a cache.
mkdir -p /mnt/one /mnt/two /mnt/plain
modprobe nfsv4
modprobe cifs
until "take_$share" /mnt/one "" 2>/dev/null && [ -e /mnt/one/ready ]; do sleep 2; done
"take_$share" /mnt/two ""
eval "take_$share /mnt/plain \$plain_$share"
say "mounted: $(grep ' /mnt/one ' /proc/mounts)"
touch /mnt/plain/client
until url=$(ls -d /mnt/plain/.tmp*/url 2>/dev/null); do sleep 0.5; done
scene=${url%/url}
name=${scene##*/}
port=$(cat "$scene/port")
socat "TCP-LISTEN:$port,bind=127.0.0.1,fork,reuseaddr" "TCP:$SERVER:$DOOR" 2>/dev/null &
for terminal in one two; do
    for common in imported queued faults; do mount --bind "$scene/$common" "/mnt/$terminal/$name/$common"; done
done
program=$((1000 * seed))
for number in 1 2 3; do
    for terminal in one two; do
        program=$((program + 1))
        CPLINK_MAILBOX_FOLDER=/mnt/$terminal/$name CPLINK_MAILBOX_ROLE=receiver \
            CPLINK_MAILBOX_NUMBER=$program \
            /mailbox --exact roles::a_program_of_a_scene --nocapture >"/tmp/said-$terminal-$number" 2>&1 &
        sleep 0.3
    done
done
until [ -e /mnt/plain/over ]; do sleep 1; done
grep -h panicked -A 2 /tmp/said-* && say "a program has failed"
end
