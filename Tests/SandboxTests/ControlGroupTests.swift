// Where control groups are found, by what machines say of themselves; and a real one, where this machine has it.
import CLinux
import Glibc
import TestSupport
import Testing

@testable import Sandbox

@Suite struct ControlGroupMountsTests {
    @Test func aServiceOfSystemdTriesItsOwnGroupFirst() {
        let found = ControlGroupMounts(
            groups: "0::/system.slice/tectra.service/host\n",
            mounts: """
                29 23 0:26 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime shared:9 - cgroup2 cgroup2 rw,nsdelegate
                30 23 0:27 / /sys/fs/pstore rw - pstore pstore rw

                """)
        let service = "/sys/fs/cgroup/system.slice/tectra.service"
        #expect(found.unified == ["\(service)/host", service, "/sys/fs/cgroup"])
        #expect(found.legacy.isEmpty)
    }

    @Test func aContainerSeesItsGroupAsTheRoot() {
        let found = ControlGroupMounts(
            groups: "0::/\n", mounts: "29 23 0:26 / /sys/fs/cgroup ro,relatime - cgroup2 cgroup rw\n")
        #expect(found.unified == ["/sys/fs/cgroup"])
    }

    @Test func aHybridMachineHasBoth() {
        let found = ControlGroupMounts(
            groups: "8:pids:/\n5:cpu,cpuacct:/user.slice\n4:memory:/api/f2\n1:name=systemd:/\n0::/\n",
            mounts: """
                32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct
                35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
                39 31 0:36 / /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids
                41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw

                """)
        #expect(found.legacy["memory"] == "/sys/fs/cgroup/memory/api/f2")
        #expect(found.legacy["pids"] == "/sys/fs/cgroup/pids")
        #expect(found.legacy["cpu"] == "/sys/fs/cgroup/cpu,cpuacct/user.slice")
        #expect(found.unified == ["/sys/fs/cgroup/unified"])
    }

    @Test func whatLiesOutsideOfTheMountIsNotFound() {
        let mounts = "35 31 0:32 /docker/ab /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"
        let inside = ControlGroupMounts(groups: "4:memory:/docker/ab/deeper\n", mounts: mounts)
        #expect(inside.legacy["memory"] == "/sys/fs/cgroup/memory/deeper")
        for group in ["/docker/abc", "/elsewhere"] {
            #expect(ControlGroupMounts(groups: "4:memory:\(group)\n", mounts: mounts).legacy.isEmpty)
        }
    }

    @Test func brokenTextsAreNoPlaces() {
        var random = SplitMix64.printed()
        let groups = "4:memory:/a\n0::/b\n"
        let mounts = """
            35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
            29 23 0:26 / /x rw - cgroup2 c rw

            """
        for _ in 0..<2000 {
            func broken(_ text: String) -> String {
                var bytes = Array(text.utf8)
                for _ in 0..<3 { bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(random.next() % 128) }
                return String(decoding: bytes.prefix(Int(random.next() % UInt64(bytes.count + 1))), as: UTF8.self)
            }
            let found = ControlGroupMounts(groups: broken(groups), mounts: broken(mounts))
            #expect(found.unified.count <= 3)
        }
    }

    @Test func limitsAreSaidInTheWordsOfEachVersion() {
        var limits = ControlGroup.Limits(memory: 64 << 20)
        limits.processorPercent = 50
        let two = ControlGroup.settings(limits, version: 2).map { "\($0.file) \($0.text)" }
        #expect(
            two == [
                "memory.max 67108864", "memory.swap.max 0", "memory.oom.group 1", "pids.max 1",
                "cpu.max 50000 100000",
            ])
        let one = ControlGroup.settings(limits, version: 1).map { "\($0.file) \($0.text)" }
        #expect(
            one == [
                "memory.limit_in_bytes 67108864", "memory.memsw.limit_in_bytes 67108864", "pids.max 1",
                "cpu.cfs_quota_us 50000",
            ])
    }
}

/// On the machine itself; a machine without groups that may be made says so and is done.
@Suite(.serialized) struct ControlGroupTests {
    private func groups() -> ControlGroups? {
        switch ControlGroups.found {
        case .success(let groups): return groups
        case .failure(let error):
            print("not tried: \(error)")
            return nil
        }
    }

    private func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    @Test func aLeafHasItsLimitsAndGoesWithItsOwner() throws {
        guard let groups = groups() else { return }
        var limits = ControlGroup.Limits(memory: 64 << 20)
        limits.processorPercent = groups.bases["cpu"] == nil ? 0 : 25
        var leaf: ControlGroup? = try ControlGroup(in: groups, limits: limits)
        let name = try #require(leaf?.name)
        let places = groups.bases.values.map { "\($0)/\(name)" }
        #expect(places.allSatisfy(exists))
        for setting in ControlGroup.settings(limits, version: groups.version) where setting.isNeeded {
            let controller = String(setting.file.prefix { $0 != "." })
            let base = try #require(groups.bases[groups.version == 2 ? "" : controller])
            let text = ControlGroupFile.read("\(base)/\(name)/\(setting.file)")
            #expect(text == setting.text + "\n", "\(setting.file)")
        }
        #expect(leaf?.memoryKills == 0)
        #expect(leaf?.holds(getpid()) == false)
        leaf = nil
        #expect(!places.contains(where: exists))
        #expect(!groups.bases.values.contains { exists("\($0)/\(ControlGroups.hostName)") })
    }

    /// Groups of the processor's share one weight: who needs no share stays out of them.
    @Test func aLeafWithoutAShareIsInNoGroupOfTheProcessor() throws {
        guard let groups = groups() else { return }
        let leaf = try ControlGroup(in: groups, limits: ControlGroup.Limits(memory: 64 << 20))
        if groups.version == 2 {
            #expect(groups.bases.values.allSatisfy { !exists("\($0)/\(leaf.name)/cpu.max") })
        } else if let base = groups.bases["cpu"], !["memory", "pids"].contains(where: { groups.bases[$0] == base }) {
            #expect(!exists("\(base)/\(leaf.name)"))
        }
        #expect(groups.bases["memory"].map { exists("\($0)/\(leaf.name)") } ?? true)
    }

    /// Version 2 without a controller is on most machines of version 1 too: what is to be seen is where a process
    /// comes to be, and that the group takes it away at one stroke.
    @Test func aProcessIsBornInAGroupOfVersion2() throws {
        let mounts = ControlGroupMounts(
            groups: ControlGroupFile.read("/proc/self/cgroup") ?? "",
            mounts: ControlGroupFile.read("/proc/self/mountinfo") ?? "")
        let name = "tectra-test-\(getpid())"
        guard let base = mounts.unified.first, mkdir("\(base)/\(name)", 0o755) == 0 else { return }
        defer { rmdir("\(base)/\(name)") }
        let group = open("\(base)/\(name)", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        let program = tectra_open_readable("/bin/sleep")
        defer { for file in [group, program] { close(file) } }
        var result = tectra_spawn_result()
        let words = ["sleep", "1000"].compactMap { (word: String) in strdup(word) }
        defer { for word in words { free(word) } }
        let arguments: [UnsafePointer<CChar>?] = words.map { UnsafePointer($0) } + [nil]
        let environment: [UnsafePointer<CChar>?] = [nil]
        arguments.withUnsafeBufferPointer { arguments in
            environment.withUnsafeBufferPointer { environment in
                var request = tectra_spawn_request(
                    program: program, arguments: arguments.baseAddress, environment: environment.baseAddress,
                    descriptors: nil, descriptor_count: 0, limits: nil, limit_count: 0,
                    namespaces: geteuid() == 0 ? Namespaces.all.rawValue : 0, network: .absent, group: group,
                    joins: nil, join_count: 0, processor: -1)
                _ = tectra_spawn(&request, &result)
            }
        }
        try #require(result.stage == TECTRA_SPAWN_OK, "stage \(result.stage), error \(result.error)")
        defer { close(result.pidfd) }
        #expect((ControlGroupFile.read("/proc/\(result.pid)/cgroup") ?? "").contains("/\(name)\n"))
        #expect(ControlGroupFile.write("1", to: "\(base)/\(name)/cgroup.kill"))
        var end = tectra_exit()
        while tectra_reap(result.pidfd, &end) == 0, end.code == 0 { tectra_await_end(result.pidfd, 10_000_000) }
        #expect(end.code == 2 && end.status == SIGKILL)
    }

    @Test func whatAHostThatIsGoneHasLeftIsTakenAway() throws {
        guard let groups = groups() else { return }
        // No process has a number beyond the most that Linux gives.
        for base in groups.bases.values {
            #expect(mkdir("\(base)/tectra-4194999", 0o755) == 0)
            #expect(mkdir("\(base)/tectra-4194999/worker-3", 0o755) == 0)
            ControlGroups.sweep(base)
            #expect(!exists("\(base)/tectra-4194999"))
        }
    }
}
