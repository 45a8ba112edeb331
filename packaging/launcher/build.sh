# shellcheck shell=sh disable=SC2154,SC3013
# Builds conncount in its checkout: the part of the launcher that only a checkout has. It is sourced after java.sh.

built=$distribution/built
lock=$home/cli/target/build.lock
is_new=

# Whether a source is newer than the build. Directories count too, because they show that a file was removed. (Shell
# builtins would be 4 ms slower for 500 files.)
must_build() {
    [ -e "$built" ] || return 0
    [ -n "$(find "$home/pom.xml" "$home"/*/pom.xml "$home"/*/src/main "$home/man" -newer "$built" -print -quit 2>/dev/null)" ]
}

# Whether the lock is stale: its process has ended, or it has had no process for $1 seconds, and $1 is large.
lock_is_stale() {
    if read -r holder 2>/dev/null <"$lock/pid"; then
        ! ps -p "$holder" >/dev/null 2>&1
    else
        [ "$1" -ge 5 ]
    fi
}

# Takes the lock, after waiting for another build if necessary. A stale lock is taken over by creating a directory in it, and
# is then checked again, because another process may have taken it over and be building.
take_lock() {
    waited=0
    without_pid=0
    until mkdir "$lock" 2>/dev/null; do
        if lock_is_stale "$without_pid" && mkdir "$lock/takeover" 2>/dev/null; then
            if lock_is_stale "$without_pid"; then
                echo $$ >"$lock/pid"
                rmdir "$lock/takeover"
                return
            fi
            rmdir "$lock/takeover"
        fi
        [ "$waited" -lt 600 ] || fail "another build has been running for 10 minutes; if this is wrong, remove $lock"
        [ -e "$lock/pid" ] || without_pid=$((without_pid + 1))
        waited=$((waited + 1))
        sleep 1
    done
    echo $$ >"$lock/pid"
}

release_lock() {
    rm -rf "$lock"
    trap - EXIT HUP INT TERM
}

build() {
    if ! mkdir -p "$home/cli/target" 2>/dev/null || [ ! -w "$home/cli/target" ]; then
        [ -e "$built" ] || fail "not built yet, or not readable, and $home is not writable; run it once as the owner of that directory"
        echo 'conncount: running an older build: the sources are newer, but their directory is not writable' >&2
        return
    fi
    [ -x "$java_home/bin/javac" ] || fail "building needs a JDK, but $java_home has no javac; $java_remedy"
    command -v mvn >/dev/null || fail 'building needs Maven; install it (Debian: apt-get install maven; FreeBSD: pkg install maven)'
    umask 022 # others may run this build
    take_lock
    trap release_lock EXIT
    trap 'exit 130' HUP INT TERM
    if must_build; then # otherwise another process has just built it
        log=$home/cli/target/build.log
        echo "conncount: building (once) ... see $log" >&2
        mkdir -p "$distribution"
        rm -rf "${distribution:?}/lib" # it may have jars that are no longer needed
        touch "$built.new" # dated before the build, so that changes during the build are newer
        # Tests, error-prone and warnings are for developers: ./check. One compiler tier, because Maven runs only for seconds.
        if ! JAVA_HOME=$java_home MAVEN_OPTS="-XX:TieredStopAtLevel=1 $MAVEN_OPTS" \
            mvn -B -ntp -f "$home/pom.xml" -P '!error-prone' -Dmaven.test.skip -Dmaven.compiler.failOnWarning=false \
            package >"$log" 2>&1 </dev/null; then
            grep '^\[ERROR\]' "$log" >&2 || cat "$log" >&2
            fail "the build failed; its full output is in $log"
        fi
        mv "$built.new" "$built"
        is_new=yes
    fi
    release_lock
}

build_if_sources_are_newer() {
    ! must_build || build
    # The user who builds makes both archives, because other users can use them but not make them.
    [ -z "$is_new" ] || choose_archive top
}
