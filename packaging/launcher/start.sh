# shellcheck shell=sh disable=SC2034,SC2154
# Starts Java: the part of the launcher that every command runs. It is sourced, and has
#
#   distribution  the directory with lib/*.jar and native/*/libjnidispatch.so
#   java_home     the home of the Java to run
#   java_major    its version
#   platform      this system and processor as JNA names them, such as linux-x86-64
#   archive       archives of loaded classes, as -XX:SharedArchiveFile takes them; empty if there are none
#
# docs/start-up.md has the reasons for the options.

jar=$distribution/lib/conncount-cli.jar
archive=

# A package is useless without its Java, and says so before the shell or the JVM would in their own words.
require_bundled_java() {
    java_home=$distribution/runtime
    for file in bin/java lib/modules lib/server/libjvm.so; do
        { [ -s "$java_home/$file" ] && [ -r "$java_home/$file" ]; } ||
            fail "$java_home/$file is missing, empty or not readable; install the package of conncount again"
    done
    # Options and agents meant for other programs in Java would only slow this one down.
    unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
}

# Archives in the directory of this build. Others, left behind by an upgrade that went wrong, are never looked at. The second one takes
# no time where it is not needed: a JVM from 25 on need not move it.
choose_bundled_archive() {
    archive=$distribution/archive/$bundled/commands:$distribution/archive/$bundled/commands-others
}

set_options() { # the words of the command line
    # Messages of the JVM must not be mixed with an answer.
    options='-XX:-UsePerfData -Xlog:disable -XX:+DisplayVMOutputToStderr -XX:+IgnoreUnrecognizedVMOptions
-Djna.nosys=true -Djna.platform.library.path=/usr/lib -Dpicocli.disable.closures=true -Dpicocli.converters.excludes=java.+
-Djava.util.logging.config.file='
    collector=-XX:+UseG1GC
    # Large enough that no garbage is collected while a million sockets are counted; unused memory costs nothing.
    heap='-Xms24m -Xmn16m -Xmx192m'
    if [ "$1" = serve ]; then
        # It runs for months, so it uses all compilers and little memory; other commands need a quick start.
        # The initial heap is not small, so that scrapes do not wait 20 ms for full collections.
        options="$options -XX:ReservedCodeCacheSize=48m"
        collector=-XX:+UseSerialGC
        heap='-Xms24m -Xmn8m -Xmx48m'
        export MALLOC_ARENA_MAX=1
    else
        options="$options -XX:TieredStopAtLevel=1"
    fi
    if [ "$java_major" -ge 25 ]; then
        # To move an archive to a random address at each start takes 4 ms.
        options="$options --enable-native-access=ALL-UNNAMED -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0"
        collector=-XX:+UseSerialGC
    fi
    # Java reserves 1.4 GB of address space, which may exceed a limit (ulimit -v).
    addresses=unlimited
    if [ -r /proc/self/limits ]; then
        while read -r _ what _ addresses _ && [ "$what" != address ]; do :; done </proc/self/limits
    fi
    if [ "${addresses:-unlimited}" != unlimited ] && [ "$addresses" -lt 2500000000 ]; then
        [ "$addresses" -ge 400000000 ] ||
            fail "needs 400 MB of address space, but the limit is $addresses bytes; raise ulimit -v"
        options="$options -XX:CompressedClassSpaceSize=32m -XX:ReservedCodeCacheSize=24m"
        collector=-XX:+UseSerialGC
        [ "$addresses" -ge 700000000 ] || heap='-Xms8m -Xmn6m -Xmx64m'
        export MALLOC_ARENA_MAX=1
    fi
}

# The dashboard stays open for days, and would only fill a larger heap. A recording may need one.
set_options_of_top() { # the words of the command line
    case "$*" in
        *--from*) heap='-Xms8m -Xmx192m' ;;
        *) heap='-Xms8m -Xmx48m' ;;
    esac
    # G1 takes 10 MB more with such a small heap, and its pauses are no shorter. It still makes the better archive.
    collector=-XX:+UseSerialGC
}

# Replaces this shell with Java.
start() {
    # JNA's library for this system, unpacked by the build; on other systems JNA unpacks it itself, which is slower.
    native=$distribution/native/$platform
    unpacked=false
    [ ! -d "$native" ] || unpacked=true
    # Java decodes arguments and file names according to the locale, and a service has none, so this sets UTF-8. The user's
    # locale still decides which characters are drawn on the terminal.
    export CONNCOUNT_LOCALE="${LC_ALL:-${LC_CTYPE:-${LANG:-C}}}"
    export LC_ALL=C.UTF-8
    # shellcheck disable=SC2086 # options and heap are lists of words
    exec "$java_home/bin/java" $options $collector $heap "-Djna.boot.library.path=$native" "-Djna.nounpack=$unpacked" \
        "-Dorg.sqlite.lib.path=$native" "$@"
}

run() { # the command line
    set_options "$@"
    [ "$1" != top ] || set_options_of_top "$@"
    # Java accepts only one collector; use the user's choice, if any.
    case "$JAVA_TOOL_OPTIONS $JDK_JAVA_OPTIONS $CONNCOUNT_JAVA_OPTS" in
        *-XX:+Use*GC*) collector= ;;
    esac
    set -f
    # shellcheck disable=SC2086 # CONNCOUNT_JAVA_OPTS is a list of words, none of them a pattern
    start ${archive:+"-XX:SharedArchiveFile=$archive"} $CONNCOUNT_JAVA_OPTS -cp "$jar" io.conncount.cli.Main "$@"
}
