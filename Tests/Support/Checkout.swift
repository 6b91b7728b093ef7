/// Where the sources of this repository are, for tests that build or read some of them.
public import Foundation

public enum Checkout {
    /// The folder with Package.swift.
    public static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
}
