import AuditLedger
import AuditRecord
import Testing

/// Against the keys and signatures of OpenSSH's own tests.
struct SSHSignatureTests {
  static let message = "This is a test, this is only a test"

  private func trust(_ name: String, options: String = "") throws -> Trust {
    let line = try Vectors.text("sshsig/\(name).pub").split(separator: " ").prefix(2).joined(separator: " ")
    return Trust(signers: try AllowedSigners(parsing: Array("someone \(options)\(line)\n".utf8)))
  }

  private func verify(
    _ name: String, message: [UInt8]? = nil, by principal: String = "someone", namespace: String = "unittest",
    trust: Trust? = nil
  ) throws -> SignatureObjection.Code? {
    let trust = try trust ?? self.trust(name)
    do {
      _ = try trust.verify(
        Vectors.bytes("sshsig/\(name).sig"), over: message ?? Vectors.bytes("sshsig/signed-data"), by: principal,
        namespace: namespace, at: Chain.start)
      return nil
    } catch let objection as SignatureObjection {
      return objection.code
    }
  }

  @Test(arguments: ["ed25519", "ecdsa", "rsa", "ed25519_sk", "ecdsa_sk"]) func aGoodSignature(_ name: String) throws {
    #expect(try Vectors.text("sshsig/signed-data") == SSHSignatureTests.message)
    #expect(try verify(name) == nil)
  }

  @Test(arguments: ["dsa", "ecdsa_sk_webauthn"]) func anUnknownKindIsUnsupportedAndNotInvalid(_ name: String) throws {
    #expect(try verify(name) == .unsupported)
  }

  @Test(arguments: ["ed25519", "ecdsa", "rsa", "ed25519_sk", "ecdsa_sk"]) func everythingElseIsRefused(
    _ name: String
  ) throws {
    #expect(try verify(name, message: Array("This is a test, this is only a tesT".utf8)) == .invalid)
    #expect(try verify(name, namespace: "file") == .namespace)
    #expect(try verify(name, by: "someone-else") == .unknownSigner)
    #expect(try verify(name, trust: trust("dsa")) == .unknownKey)
    #expect(try verify(name, trust: trust(name, options: "namespaces=\"file,git\" ")) == .namespace)
    #expect(try verify(name, trust: trust(name, options: "namespaces=\"file,unittest\" ")) == nil)
    #expect(try verify(name, trust: trust(name, options: "cert-authority ")) == .unknownKey)
    #expect(try verify(name, trust: trust(name, options: "valid-before=\"20261122Z\" ")) == .expired)
    #expect(try verify(name, trust: trust(name, options: "valid-after=\"20261124Z\" ")) == .notYetValid)
    #expect(
      try verify(name, trust: trust(name, options: "valid-after=\"20261122Z\",valid-before=\"20261124Z\" ")) == nil)
  }

  @Test func theFingerprintIsThatOfSSHKeygen() throws {
    let key = try PublicKey(line: Vectors.text("sshsig/ed25519.pub"))
    #expect(key.fingerprint == "SHA256:ZxTZQ/K7JZpz0mHqWqdmYCUcq3MAtnu9TYA66TCBkxM")
  }

  /// Every byte of every signature, with one bit and with all bits turned.
  @Test(arguments: ["ed25519", "ecdsa", "rsa", "ed25519_sk", "ecdsa_sk"], [0x20 as UInt8])
  func everyChangedByteIsFound(_ name: String, _ mask: UInt8) throws {
    let signature = try SSHSignature(armored: Vectors.bytes("sshsig/\(name).sig"))
    let message = Array(SSHSignatureTests.message.utf8)
    let trust = try trust(name)
    #expect(try signature.isValid(over: message))
    for index in signature.blob.indices {
      var blob = signature.blob
      blob[index] ^= mask
      guard let changed = try? SSHSignature(blob: blob) else { continue }
      let armored = Array(changed.armored.utf8)
      #expect(throws: SignatureObjection.self, "byte \(index)") {
        try trust.verify(armored, over: message, by: "someone", namespace: "unittest", at: Chain.start)
      }
    }
  }

  @Test func theArmourIsThatOfSSHKeygen() throws {
    for name in ["ed25519", "ecdsa", "rsa", "dsa"] {
      let text = try Vectors.text("sshsig/\(name).sig")
      #expect(try SSHSignature(armored: Array(text.utf8)).armored == text)
      let joined = text.split(separator: "\n").dropFirst().dropLast().joined()
      let long = "-----BEGIN SSH SIGNATURE-----\n\(joined)\n-----END SSH SIGNATURE-----\n"
      #expect(try SSHSignature(armored: Array(long.utf8)).armored == text)
    }
  }

  @Test(arguments: [
    "", "-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n",
    "-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----\n",
    "-----BEGIN SSH SIGNATURE-----\n!!!!\n-----END SSH SIGNATURE-----\n", "U1NIU0lH", "\u{FEFF}", "\r\n\r\n\r\n",
  ]) func whatIsNoSignature(_ text: String) {
    #expect(throws: WireError.self) { try SSHSignature(armored: Array(text.utf8)) }
  }

  @Test func aRevokedKeyCountsNoMore() throws {
    let line = try Vectors.text("sshsig/ed25519.pub")
    var trust = try trust("ed25519")
    trust.revoked = try RevokedKeys(parsing: Array("# gone\n\n\(line)\n".utf8))
    #expect(try verify("ed25519", trust: trust) == .revoked)
    #expect(throws: WireError.self) { try RevokedKeys(parsing: Array("not a key\n".utf8)) }
  }
}
