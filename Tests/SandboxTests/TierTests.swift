// The degradation table, row by row, and the evidence a worker is held to.
import CLinux
import Glibc
import Sandbox
import Testing

@Suite struct TierTests {
    static let everything = KernelFeatures(
        hasFilters: true, hasKillProcess: true, hasThreadSync: true, hasSeals: true, landlockABI: 7,
        namespaces: .all, canChangeUser: true, hasControlGroup: true,
        hasSpeculationControl: true)

    private func without(_ change: (inout KernelFeatures) -> Void) -> KernelFeatures {
        var features = Self.everything
        change(&features)
        return features
    }

    @Test func everyLayerIsTierA() {
        for mode in TradingMode.allCases {
            let assessment = SandboxAssessment(Self.everything, mode: mode)
            #expect(assessment.tier == .a)
            #expect(assessment.refusals.isEmpty && assessment.warnings.isEmpty)
        }
    }

    @Test func theFloorIsRefusedInEveryMode() {
        let broken = [
            without { $0.hasFilters = false }, without { $0.hasKillProcess = false },
            without { $0.hasThreadSync = false }, without { $0.hasSeals = false },
        ]
        for features in broken {
            for mode in TradingMode.allCases {
                let assessment = SandboxAssessment(features, mode: mode)
                #expect(assessment.tier == nil)
                #expect(assessment.refusals.count == 1)
            }
        }
    }

    @Test func noScopesAndNoNamespacesIsForPaperOnly() {
        let features = without {
            $0.landlockABI = 5
            $0.namespaces = []
        }
        #expect(SandboxAssessment(features, mode: .live).tier == nil)
        let paper = SandboxAssessment(features, mode: .paper)
        #expect(paper.tier == .c)
        #expect(paper.warnings.contains { $0.contains("ABI 5") })
    }

    @Test func namespacesStandInForScopes() {
        for namespaces in [Namespaces.all, .least] {
            let features = without {
                $0.landlockABI = 5
                $0.namespaces = namespaces
            }
            let assessment = SandboxAssessment(features, mode: .live)
            #expect(assessment.tier == .b)
            #expect(assessment.warnings.contains { $0.contains("ABI 5") })
        }
    }

    @Test func onlyNamespacesThatHideTheHostStandInForLandlockItself() {
        let hidden = SandboxAssessment(without { $0.landlockABI = 0 }, mode: .live)
        #expect(hidden.tier == .b)
        #expect(hidden.warnings.contains { $0.contains("Landlock is absent") })
        for missing in [Namespaces.mount, .pid, .net] {
            let features = without {
                $0.landlockABI = 0
                $0.namespaces.remove(missing)
            }
            let live = SandboxAssessment(features, mode: .live)
            #expect(live.tier == nil)
            #expect(live.refusals.count == 1)
            let paper = SandboxAssessment(features, mode: .paper)
            #expect(paper.tier == .c)
            #expect(paper.warnings.contains { $0.contains("constructors") })
        }
    }

    @Test func aUserNamespaceIsAsGoodAsAnotherUser() {
        let ordinary = without {
            $0.canChangeUser = false
            $0.namespaces = .all.union(.user)
        }
        #expect(SandboxAssessment(ordinary, mode: .live).tier == .a)
        #expect(ordinary.canEmptyBoundingSet)
    }

    @Test func withoutNamespacesLiveNeedsAnotherUser() {
        let alone = without {
            $0.namespaces = []
            $0.canChangeUser = false
        }
        #expect(SandboxAssessment(alone, mode: .live).tier == nil)
        #expect(SandboxAssessment(alone, mode: .paper).tier == .c)
        #expect(!alone.canEmptyBoundingSet)
        let root = without { $0.namespaces = [] }
        #expect(SandboxAssessment(root, mode: .live).tier == .a)
    }

    @Test func noControlGroupIsTierB() {
        let assessment = SandboxAssessment(without { $0.hasControlGroup = false }, mode: .live)
        #expect(assessment.tier == .b)
        #expect(assessment.warnings.count == 1)
    }

    @Test func thisMachineIsProbed() {
        let features = KernelFeatures.probe()
        #expect(features.hasFilters && features.hasKillProcess && features.hasThreadSync && features.hasSeals)
        print("machine: \(features)")
        for mode in TradingMode.allCases { print(mode, SandboxAssessment(features, mode: mode)) }
    }
}

@Suite struct AttestationTests {
    static let lockedDown = """
        Name:\ttectra-worker
        State:\tR (running)
        TracerPid:\t0
        Uid:\t65534\t65534\t65534\t65534
        Gid:\t65534\t65534\t65534\t65534
        Threads:\t1
        CapInh:\t0000000000000000
        CapPrm:\t0000000000000000
        CapEff:\t0000000000000000
        CapBnd:\t0000000000000000
        CapAmb:\t0000000000000000
        NoNewPrivs:\t1
        Seccomp:\t2
        Seccomp_filters:\t2

        """

    private func objections(_ from: String, _ to: String) -> [String] {
        var text = Self.lockedDown
        if let range = text.firstRange(of: from) { text.replaceSubrange(range, with: to) }
        let status = text.withCString { tectra_parse_status($0, text.utf8.count) }
        return Attestation(user: 65534, requiresEmptyBoundingSet: true).objections(to: status)
    }

    @Test func aLockedDownWorkerPasses() {
        #expect(objections("", "").isEmpty)
    }

    @Test(arguments: [
        ("Seccomp:\t2", "Seccomp:\t0"), ("Seccomp_filters:\t2", "Seccomp_filters:\t1"),
        ("Seccomp_filters:\t2", "Other:\t2"), ("NoNewPrivs:\t1", "NoNewPrivs:\t0"),
        ("CapEff:\t0000000000000000", "CapEff:\t0000000000000001"), ("CapBnd:\t0000000000000000", "CapBnd:\t1"),
        ("CapPrm:\t0", "CapPrm:\t8"), ("CapInh:\t0", "CapInh:\t8"), ("CapAmb:\t0", "CapAmb:\t8"),
        ("Threads:\t1", "Threads:\t2"), ("Uid:\t65534\t65534\t65534", "Uid:\t65534\t65534\t0"),
        ("TracerPid:\t0", "TracerPid:\t17"), ("CapEff:", "CapXxx:"), ("Threads:\t1", "Threads:\t"),
    ])
    func oneThingWrongIsOneObjection(from: String, to: String) {
        #expect(objections(from, to).count == 1)
    }

    @Test func anOrdinaryProcessIsRefused() {
        #expect(Attestation(user: nil, requiresEmptyBoundingSet: false).objections(toProcess: 1).count >= 2)
        #expect(!Attestation(user: nil, requiresEmptyBoundingSet: false).objections(toProcess: 0x3fff_ffff).isEmpty)
        let here = Attestation(user: nil, requiresEmptyBoundingSet: false, namespaces: [.pid, .mount, .net])
        let objections = here.objections(toProcess: getpid())
        #expect(objections.filter { $0.contains("namespace is the host's") }.count == 3)
        #expect(objections.contains { $0.contains("file system is not empty") })
    }
}
