#!/bin/sh
# Runs a Windows program under Wine, as on a Japanese PC: run.sh PROGRAM ARGUMENTS…
# Told by the environment: WINEPREFIX; CPL_WINE_LIMIT, seconds; for x86 CPL_WINE_ROOT, an i386 root, and
# CPL_WINE_SHARED, folders that the root shall see, one a line. The mounts are this process's own and end
# with it.
set -eu
export LC_ALL=ja_JP.UTF-8 WINEDEBUG=-all WINEDLLOVERRIDES='winedbg.exe=d'
limit="timeout --kill-after=10 $CPL_WINE_LIMIT"
if [ -z "${CPL_WINE_ROOT:-}" ]; then
    exec $limit wine "$@"
fi
export WINEARCH=win32
exec $limit unshare --mount sh -c '
    set -eu
    mount --rbind /dev "$CPL_WINE_ROOT/dev"
    mount --rbind /proc "$CPL_WINE_ROOT/proc"
    echo "$CPL_WINE_SHARED" | while read -r folder; do
        mkdir -p "$CPL_WINE_ROOT$folder"
        mount --rbind "$folder" "$CPL_WINE_ROOT$folder"
    done
    exec chroot "$CPL_WINE_ROOT" env --chdir="$PWD" wine "$@"
' sh "$@"
