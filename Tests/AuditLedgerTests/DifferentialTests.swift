import AuditLedger
import AuditRecord
import Foundation
import Testing

/// Our verification against `ssh-keygen -Y verify`, over keys, certificates and lists that ssh-keygen makes in the test.
struct DifferentialTests {
  static let kinds = ["ed25519", "ecdsa-256", "ecdsa-384", "ecdsa-521", "rsa-2048", "rsa-3072"]
  private static let message = Array("What was signed.\n".utf8)
  private static let namespace = "evenhand-sign-off-v1"

  /// A folder with a key, its signature over the message, and lists.
  private final class Bench {
    let folder: String

    init(_ kind: String) throws {
      folder = FileManager.default.temporaryDirectory.appendingPathComponent("ledger-\(UUID().uuidString)").path
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try write("message", DifferentialTests.message)
      let parts = kind.split(separator: "-").map(String.init)
      try keygen(["-q", "-t", parts[0]] + (parts.count > 1 ? ["-b", parts[1]] : []) + ["-N", "", "-f", "key"])
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func write(_ name: String, _ bytes: [UInt8]) throws {
      try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
    }

    func read(_ name: String) throws -> [UInt8] {
      Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))
    }

    /// The kind and the Base64 of a public key file.
    func key(_ name: String = "key.pub") throws -> String {
      String(decoding: try read(name), as: UTF8.self).split(separator: " ").prefix(2).joined(separator: " ")
        .trimmingCharacters(in: .newlines)
    }

    @discardableResult func keygen(_ arguments: [String], input: String? = nil) throws -> Int32 {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = ["ssh-keygen"] + arguments
      process.currentDirectoryURL = URL(fileURLWithPath: folder)
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      process.standardInput =
        try input.map { try FileHandle(forReadingFrom: URL(fileURLWithPath: "\(folder)/\($0)")) }
        ?? FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      return process.terminationStatus
    }

    func sign(key: String = "key", namespace: String = DifferentialTests.namespace, hash: String? = nil) throws
      -> [UInt8]
    {
      try? FileManager.default.removeItem(atPath: "\(folder)/message.sig")
      let options = hash.map { ["-O", "hashalg=\($0)"] } ?? []
      #expect(try keygen(["-q", "-Y", "sign", "-f", key, "-n", namespace] + options + ["message"]) == 0)
      return try read("message.sig")
    }

    /// What both say of a signature; the first is ours.
    func verdicts(
      _ signature: [UInt8], signers: String, by principal: String = "ann",
      namespace: String = DifferentialTests.namespace,
      message: [UInt8] = DifferentialTests.message, revoked: [UInt8]? = nil, at time: String = "2026-11-23T09:00:00Z"
    ) throws -> (ours: SignatureObjection.Code?, theirs: Bool) {
      try write("signers", Array(signers.utf8))
      try write("candidate.sig", signature)
      try write("candidate", message)
      if let revoked { try write("revoked", revoked) }
      let moment = time.filter { $0 != "-" && $0 != ":" && $0 != "T" }
      let code = try keygen(
        [
          "-Y", "verify", "-f", "signers", "-I", principal, "-n", namespace, "-s", "candidate.sig",
          "-Overify-time=\(moment)",
        ] + (revoked == nil ? [] : ["-r", "revoked"]), input: "candidate")
      var ours: SignatureObjection.Code?
      do {
        let trust = Trust(
          signers: try AllowedSigners(parsing: Array(signers.utf8)),
          revoked: try revoked.map { bytes in try RevokedKeys(parsing: bytes) } ?? RevokedKeys())
        _ = try trust.verify(signature, over: message, by: principal, namespace: namespace, at: Moment(time)!)
      } catch let objection as SignatureObjection {
        ours = objection.code
      }
      return (ours, code == 0)
    }
  }

  private func expect(
    _ verdicts: (ours: SignatureObjection.Code?, theirs: Bool), _ code: SignatureObjection.Code?, _ what: String,
    location: SourceLocation = #_sourceLocation
  ) {
    #expect(verdicts.ours == code, "\(what)", sourceLocation: location)
    #expect(verdicts.theirs == (code == nil), "\(what), by ssh-keygen", sourceLocation: location)
  }

  @Test(arguments: kinds) func signaturesOfEveryKind(_ kind: String) throws {
    let bench = try Bench(kind)
    let key = try bench.key()
    for hash in ["sha256", "sha512"] {
      expect(try bench.verdicts(bench.sign(hash: hash), signers: "ann \(key)\n"), nil, "\(kind) with \(hash)")
    }
    let good = try bench.sign()
    expect(try bench.verdicts(good, signers: "ann,bob \(key)\n", by: "bob"), nil, "another name")
    expect(try bench.verdicts(good, signers: "ann \(key)\n", by: "bob"), .unknownSigner, "a name that is not there")
    expect(try bench.verdicts(good, signers: "ann \(key)\n", namespace: "file"), .namespace, "another namespace")
    expect(try bench.verdicts(bench.sign(namespace: "git"), signers: "ann \(key)\n"), .namespace, "made for git")
    expect(
      try bench.verdicts(good, signers: "ann namespaces=\"git,file\" \(key)\n"), .namespace,
      "a key for other namespaces")
    expect(
      try bench.verdicts(good, signers: "ann namespaces=\"git,evenhand-sign-off-v1\" \(key)\n"), nil, "a key for both")
    expect(try bench.verdicts(good, signers: "ann \(key)\n", message: [0x41]), .invalid, "another message")
    let other = try Bench("ed25519")
    expect(try bench.verdicts(good, signers: "ann \(other.key())\n"), .unknownKey, "another key")
    expect(
      try bench.verdicts(good, signers: "ann \(other.key())\nann \(key)\n"), nil, "the second of two keys")
    for (after, before, code) in [
      ("20261123085959Z", "20261123090001Z", nil), ("20261123090001Z", "20261231Z", .notYetValid),
      ("20260101Z", "20261123085959Z", .expired), ("20261123090000Z", "20261123090001Z", nil),
      ("20261123085959Z", "20261123090000Z", nil),
    ] as [(String, String, SignatureObjection.Code?)] {
      let options = "valid-after=\"\(after)\",valid-before=\"\(before)\""
      expect(try bench.verdicts(good, signers: "ann \(options) \(key)\n"), code, options)
    }
  }

  /// One changed byte at a time, spread over the whole signature: neither takes any.
  @Test(arguments: kinds) func changedSignatures(_ kind: String) throws {
    let bench = try Bench(kind)
    let signers = "ann \(try bench.key())\n"
    let good = try SSHSignature(armored: bench.sign())
    for index in stride(from: 0, to: good.blob.count, by: max(1, good.blob.count / 40)) {
      var blob = good.blob
      blob[index] ^= 1 << UInt8(index % 8)
      let text = "-----BEGIN SSH SIGNATURE-----\n\(Base64.encode(blob))\n-----END SSH SIGNATURE-----\n"
      let verdicts = try bench.verdicts(Array(text.utf8), signers: signers)
      #expect(verdicts.ours != nil && !verdicts.theirs, "byte \(index)")
    }
  }

  @Test func revokedKeys() throws {
    let bench = try Bench("ed25519")
    let other = try Bench("ed25519")
    let (key, signers) = (try bench.key(), "ann \(try bench.key())\n")
    let good = try bench.sign()
    let list = Array("# lost\n\(key) ann\n".utf8)
    expect(try bench.verdicts(good, signers: signers, revoked: list), .revoked, "a list with the key")
    expect(
      try bench.verdicts(good, signers: signers, revoked: Array("\(other.key())\n".utf8)), nil, "a list without it")
    try bench.write("other.pub", other.read("key.pub"))
    for (name, lines, code) in [
      ("key", "", SignatureObjection.Code.revoked),
      ("sha256", "sha256: \(try PublicKey(line: key).fingerprint)\n", .revoked),
      ("sha1", "sha1: \(key)\n", .revoked), ("hash", "hash: \(try PublicKey(line: key).fingerprint)\n", .revoked),
    ] {
      try bench.write("specification", Array(lines.utf8))
      let source = name == "key" ? ["key.pub"] : ["specification"]
      guard try bench.keygen(["-q", "-k", "-f", "krl-\(name)"] + source) == 0 else { continue }
      expect(try bench.verdicts(good, signers: signers, revoked: bench.read("krl-\(name)")), code, "a KRL by \(name)")
    }
    #expect(try bench.keygen(["-q", "-k", "-f", "krl-other", "other.pub"]) == 0)
    expect(try bench.verdicts(good, signers: signers, revoked: bench.read("krl-other")), nil, "a KRL without it")
  }

  @Test(arguments: ["ed25519", "ecdsa-256", "rsa-3072"]) func certificates(_ kind: String) throws {
    let bench = try Bench(kind)
    #expect(try bench.keygen(["-q", "-t", "ed25519", "-N", "", "-f", "authority"]) == 0)
    let authority = try bench.key("authority.pub")
    let signers = "ann,bob cert-authority \(authority)\n"
    func certified(_ arguments: [String]) throws -> [UInt8] {
      try? FileManager.default.removeItem(atPath: "\(bench.folder)/key-cert.pub")
      #expect(try bench.keygen(["-q", "-s", "authority", "-I", "id", "-z", "7"] + arguments + ["key.pub"]) == 0)
      return try bench.sign(key: "key-cert.pub")
    }
    let always = ["-n", "ann", "-V", "20260101000000Z:20270101000000Z"]
    let good = try certified(always)
    expect(try bench.verdicts(good, signers: signers), nil, "a certificate")
    expect(try bench.verdicts(good, signers: signers, by: "bob"), .certificate, "of somebody else")
    expect(try bench.verdicts(good, signers: "ann \(authority)\n"), .unknownKey, "by a key that is no authority")
    expect(try bench.verdicts(good, signers: "ann \(bench.key())\n"), .unknownKey, "a key without its certificate")
    expect(try bench.verdicts(good, signers: signers, at: "2025-12-31T23:59:59Z"), .certificate, "too early")
    expect(try bench.verdicts(good, signers: signers, at: "2026-01-01T00:00:00Z"), nil, "the first second")
    expect(try bench.verdicts(good, signers: signers, at: "2026-12-31T23:59:59Z"), nil, "the last second")
    expect(try bench.verdicts(good, signers: signers, at: "2027-01-01T00:00:00Z"), .certificate, "too late")
    expect(
      try bench.verdicts(good, signers: signers, revoked: Array("\(authority)\n".utf8)), .revoked, "revoked authority")
    expect(try bench.verdicts(good, signers: signers, revoked: Array("\(bench.key())\n".utf8)), .revoked, "revoked key")
    for (name, lines) in [
      ("serial", "serial: 5-9\n"), ("one", "serial: 7\n"), ("id", "id: id\n"), ("not", "serial: 8\n"),
    ] {
      try bench.write("specification", Array(lines.utf8))
      #expect(try bench.keygen(["-q", "-k", "-s", "authority.pub", "-f", "krl-\(name)", "specification"]) == 0)
      expect(
        try bench.verdicts(good, signers: signers, revoked: bench.read("krl-\(name)")), name == "not" ? nil : .revoked,
        "a KRL by \(name)")
    }
    expect(try bench.verdicts(certified(["-h"] + always), signers: signers), .certificate, "a machine's certificate")
    let both = try certified(["-n", "bob,ann", "-V", "always:forever"])
    expect(try bench.verdicts(both, signers: signers), nil, "one of two names")
    // Stricter than OpenSSH, and said so: nobody is named, or the key is restricted in ways that a signature cannot show.
    #expect(try bench.verdicts(certified(["-V", "always:forever"]), signers: signers).ours == .certificate)
    #expect(
      try bench.verdicts(certified(always + ["-O", "force-command=true"]), signers: signers).ours == .certificate)
    // A changed certificate.
    let signature = try SSHSignature(armored: good)
    for index in stride(from: 10, to: signature.blob.count, by: max(1, signature.blob.count / 60)) {
      var blob = signature.blob
      blob[index] ^= 1
      let text = "-----BEGIN SSH SIGNATURE-----\n\(Base64.encode(blob))\n-----END SSH SIGNATURE-----\n"
      let verdicts = try bench.verdicts(Array(text.utf8), signers: signers)
      #expect(verdicts.ours != nil && !verdicts.theirs, "byte \(index)")
    }
  }
}
