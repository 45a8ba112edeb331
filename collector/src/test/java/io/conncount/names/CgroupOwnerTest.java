package io.conncount.names;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths as the managers make them; ID is a container's 64 digits, POD a pod's UID, POD_ the same with underscores. */
final class CgroupOwnerTest {
    private static final String ID = "3f2a9c0d1e4b".repeat(5) + "3f2a";
    private static final String POD = "0d4f2a6c-8b1e-4c3d-9a7f-5e6d7c8b9a0f";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            quoteCharacter = '`',
            value = {
                "/ | - | - | -",
                "/system.slice | - | - | -",
                "/init.scope | init.scope | - | -",
                "/system.slice/nginx.service | nginx.service | - | -",
                "/system.slice/nginx.service/workers | nginx.service | - | -",
                "/system.slice/system-getty.slice/getty@tty1.service | getty@tty1.service | - | -",
                "/system.slice/_cpu.service | cpu.service | - | -",
                "/user.slice/user-1000.slice/session-3.scope | session-3.scope | - | -",
                "/user.slice/user-1000.slice/user@1000.service/app.slice/a.service | user@1000.service/a.service | - | -",
                "/docker/ID | - | 3f2a9c0d1e4b | -",
                "/system.slice/docker-ID.scope | docker-ID.scope | 3f2a9c0d1e4b | -",
                "/system.slice/docker-ID.scope/system.slice/a.service | docker-ID.scope/a.service | 3f2a9c0d1e4b | -",
                "/system.slice/nerdctl-ID.scope | nerdctl-ID.scope | 3f2a9c0d1e4b | -",
                "/machine.slice/libpod-ID.scope/container | libpod-ID.scope | 3f2a9c0d1e4b | -",
                "/machine.slice/libpod-conmon-ID.scope | libpod-conmon-ID.scope | - | -",
                "/libpod_parent/libpod-ID | - | 3f2a9c0d1e4b | -",
                "/kubepods/burstable/podPOD/ID | - | 3f2a9c0d1e4b | POD",
                "/kubepods/podPOD | - | - | POD",
                "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-podPOD_.slice/cri-containerd-ID.scope"
                        + "| cri-containerd-ID.scope | 3f2a9c0d1e4b | POD",
                "/kubepods.slice/kubepods-podPOD_.slice/crio-ID.scope/container | crio-ID.scope | 3f2a9c0d1e4b | POD",
                "/kubepods.slice/kubepods-podPOD_.slice/crio-conmon-ID.scope | crio-conmon-ID.scope | - | POD",
                "/system.slice/containerd.service/kubepods-besteffort-podPOD_.slice:cri-containerd:ID"
                        + "| containerd.service | 3f2a9c0d1e4b | POD",
                "/lxc.payload.web-1/system.slice/a.service | a.service | web-1 | -",
                "/lxc.payload/web | - | web | -",
                "/lxc/web/init.scope | init.scope | web | -",
                "/lxc.monitor.web | - | - | -",
                "/machine.slice/machine-web\\x2d1.scope/payload | machine-web\\x2d1.scope | web-1 | -",
                "/machine.slice/systemd-nspawn@web.service/payload | systemd-nspawn@web.service | web | -",
                "/machine.slice/machine-qemu\\x2d1\\x2dvm.scope | machine-qemu\\x2d1\\x2dvm.scope | - | -",
            })
    void ownersAreInPaths(String path, String unit, String container, String pod) {
        CgroupOwner expected = new CgroupOwner(named(unit), named(container), named(pod));
        assertEquals(expected, CgroupOwner.of(named(path).orElseThrow()));
    }

    private static Optional<String> named(String text) {
        return Optional.ofNullable(text)
                .map(known -> known.replace("POD_", POD.replace('-', '_'))
                        .replace("POD", POD)
                        .replace("ID", ID));
    }
}
