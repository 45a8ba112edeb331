# shellcheck shell=sh disable=SC2154,SC2034,SC3013
# Finds Java, and makes the archives of loaded classes for it: the part of the launcher for an installation without a Java of its
# own. It is sourced after start.sh; see there for the variables.

# ---- Java ------------------------------------------------------------------------------------------------------------

java_remedy='install one (Debian: apt-get install openjdk-17-jdk-headless; FreeBSD: pkg install openjdk17), or set JAVA_HOME'

# Finds the home of the Java that $1 starts; $1 may be a link or a script of a version manager.
java_home_of() {
    java_home=${1%/bin/java}
    [ ! -e "$java_home/release" ] || return 0
    for java_home in /usr/lib/jvm/* /usr/local/openjdk*; do
        [ "$1" -ef "$java_home/bin/java" ] && [ -e "$java_home/release" ] && return 0
    done
    java_home=$("$1" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p')
    [ -n "$java_home" ]
}

# Sets java_home, java_major, JAVA_RUNTIME_VERSION and platform.
find_java() {
    java_home=
    find_java_home
    # This file consists of shell assignments. Reading it costs nothing, but java -version would take as long as the answer.
    JAVA_VERSION=unknown JAVA_RUNTIME_VERSION='' OS_NAME='' OS_ARCH=''
    # shellcheck source=/dev/null
    [ ! -e "$java_home/release" ] || . "$java_home/release"
    java_major=${JAVA_VERSION%%[!0-9]*}
    [ "${java_major:-0}" -ge 17 ] || fail "needs Java 17 or later, but $java_home is $JAVA_VERSION; $java_remedy"
    case $OS_NAME in
        *BSD) platform=freebsd ;;
        *) platform=linux ;;
    esac
    case $OS_ARCH in
        x86_64 | amd64) platform=$platform-x86-64 ;;
        i?86) platform=$platform-x86 ;;
        *) platform=$platform-$OS_ARCH ;;
    esac
}

find_java_home() {
    if [ -n "$JAVA_HOME" ]; then
        java_home=$JAVA_HOME
        [ -x "$java_home/bin/java" ] || fail "JAVA_HOME is $JAVA_HOME, which has no bin/java; correct or unset it"
        return
    fi
    IFS=:
    for directory in $PATH; do
        [ -f "$directory/java" ] && [ -x "$directory/java" ] && java_home_of "$directory/java" && break
        java_home=
    done
    unset IFS
    [ -z "$java_home" ] || return
    for java_home in /usr/lib/jvm/* /usr/local/openjdk*; do
        [ -x "$java_home/bin/java" ] && [ -e "$java_home/release" ] && return
    done
    fail "needs Java 17 or later, but found no Java; $java_remedy"
}

# ---- archives --------------------------------------------------------------------------------------------------------

# An archive fits one Java and one path of the jars, which are in its name, and one build, which must not be newer. It is
# as trustworthy as the jars: it is next to them, and the same users can write both.
# The classes of all but the quick commands are in an archive on top of theirs.
choose_archive() { # the words of the command line
    [ "$1" != serve ] || return 0 # which would take more memory: an archive may have to be moved
    commands=$distribution/archive$home$java_home/$JAVA_RUNTIME_VERSION
    have_archive "$commands" || return 0
    archive=$commands
    if need_others "$@" && have_archive "$commands-others"; then
        archive=$commands:$commands-others
    fi
}

# Whether a command may load classes that the quick ones do not, as counts by other keys and lists do if there are many sockets. To move
# the archive of those takes 6 ms.
need_others() { # the words of the command line
    case "$*" in
        *'--by '* | *--by=* | *--at* | *--since* | *--daemon* | *--source*) return 0 ;;
    esac
    case $1 in
        '' | -* | version | help) return 1 ;;
    esac
}

# An empty archive means that it could not be made, perhaps because of low memory; this is tried again after an hour.
archive_is_fresh() {
    [ -e "$1" ] || return 1
    for file in "$distribution"/lib/*.jar "$commands"; do
        [ ! "$file" -nt "$1" ] || return 1
    done
    [ -s "$1" ] || [ -z "$(find "$1" -mmin +60)" ]
}

# Makes one unless there is one; fails where there cannot be. Others may read it, whoever made it.
have_archive() {
    if ! archive_is_fresh "$1"; then
        mask=$(umask)
        umask 022
        make_archive "$1"
        umask "$mask"
    fi
    [ -s "$1" ] && [ -r "$1" ] && archive_is_fresh "$1"
}

# While one process makes it, others run without it. The claim of a process that was killed expires after five minutes.
make_archive() {
    mkdir -p "${1%/*}" 2>/dev/null && [ -w "${1%/*}" ] || return
    new=$1.$$
    claim=$1.claim
    [ -z "$(find "$claim" -mmin +5 2>/dev/null)" ] || rm -f "$claim"
    (set -C && : >"$claim") 2>/dev/null || return
    trap 'rm -f "$new" "$new".* "$claim"; exit 130' HUP INT TERM
    if [ -z "$is_new" ] && [ -t 2 ]; then
        echo "conncount: preparing quick starts with Java $JAVA_VERSION (once) ..." >&2
    fi
    case $1 in
        "$commands") train_commands "$new" ;;
        *) train_others "$commands" "$new" ;;
    esac
    [ -s "$new" ] || : >"$new"
    mv -f "$new" "$1"
    rm -f "$claim"
    trap - HUP INT TERM
}

# Writes the archive $1 of what counts by state, list, help and errors load.
train_commands() {
    set_options
    if [ "$java_major" -ge 25 ]; then
        # Without the training of the compiler, which the quick commands do not use: docs/start-up.md.
        (start -XX:-AOTRecordTraining "-XX:AOTCacheOutput=$1" \
            -cp "$jar" io.conncount.cli.CommandsTraining)
    else
        (start "-XX:DumpLoadedClassList=$1.classes" -cp "$jar" io.conncount.cli.CommandsTraining)
        (start -Xshare:dump "-XX:SharedClassListFile=$1.classes" "-XX:SharedArchiveFile=$1" -cp "$jar")
        rm -f "$1.classes"
    fi
} >/dev/null 2>&1 </dev/null

# Writes the archive $2 of what other commands load beyond the archive $1.
train_others() {
    set_options
    (start "-XX:SharedArchiveFile=$1" "-XX:ArchiveClassesAtExit=$2" -cp "$jar" io.conncount.cli.OthersTraining "$2.history")
    rm -f "$2".history*
} >/dev/null 2>&1 </dev/null
