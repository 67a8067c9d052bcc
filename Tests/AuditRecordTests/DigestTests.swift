import AuditRecord
import Testing

@Suite struct DigestTests {
  /// NIST, SHA-256 example values.
  @Test(arguments: [
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func theExamplesOfTheStandardAgree(text: String, hex: String) {
    #expect(Digest(of: text.utf8).hex == hex)
    #expect(Digest(of: text.utf8).description == hex)
  }

  @Test func theFingerprintIsTheFirstSixteenDigits() {
    #expect(Digest(of: "abc".utf8).fingerprint == "ba78 16bf 8f01 cfea")
  }
}
