package io.conncount.tui;

import io.conncount.tui.model.Data.HostFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.software.os.FileSystem;
import oshi.software.os.OperatingSystem;

/** Asks OSHI how the host is. Making one takes a quarter of a second. */
final class HostReader {
    private static final int LOADS = 3;

    private final OperatingSystem system;
    private final CentralProcessor processor;
    private final GlobalMemory memory;
    private final FileSystem files;
    private final String name;

    HostReader() {
        SystemInfo info = new SystemInfo();
        system = info.getOperatingSystem();
        processor = info.getHardware().getProcessor();
        memory = info.getHardware().getMemory();
        files = system.getFileSystem();
        OperatingSystem.OSVersionInfo version = system.getVersionInfo();
        name = system.getFamily() + " "
                + Optional.ofNullable(version.getVersion()).orElse("") + ", "
                + Optional.ofNullable(version.getBuildNumber()).orElse("");
    }

    HostFacts read() {
        List<Double> load = new ArrayList<>();
        for (double average : processor.getSystemLoadAverage(LOADS)) {
            if (average >= 0) {
                load.add(average);
            }
        }
        return new HostFacts(
                name,
                Optional.of(Duration.ofSeconds(system.getSystemUptime())),
                load,
                memory.getTotal() - memory.getAvailable(),
                memory.getTotal(),
                files.getOpenFileDescriptors(),
                files.getMaxFileDescriptors());
    }
}
