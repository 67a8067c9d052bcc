import AuditLedger
import Crypto
import Foundation
import Testing

/// Against the test vector of the DSSE specification.
struct DSSETests {
  @Test func theEncodingIsThatOfTheSpecification() {
    let encoding = DSSE.preAuthenticationEncoding(
      type: "http://example.com/HelloWorld", body: Array("hello world".utf8))
    #expect(String(decoding: encoding, as: UTF8.self) == "DSSEv1 29 http://example.com/HelloWorld 11 hello world")
  }

  @Test func thePublishedSignatureIsOverOurEncoding() throws {
    let x = number("46950820868899156662930047687818585632848591499744589407958293238635476079160")
    let y = number("5640078356564379163099075877009565129882514886557779369047442380624545832820")
    let key = try P256.Signing.PublicKey(rawRepresentation: x + y)
    let signature = try P256.Signing.ECDSASignature(
      rawRepresentation: try #require(
        Data(
          base64Encoded: "A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==")))
    let encoding = DSSE.preAuthenticationEncoding(
      type: "http://example.com/HelloWorld", body: Array("hello world".utf8))
    #expect(key.isValidSignature(signature, for: encoding))
    #expect(!key.isValidSignature(signature, for: Array("hello world".utf8)))
  }

  /// A decimal number in 32 bytes, most significant first.
  private func number(_ digits: String) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 32)
    for digit in digits {
      var carry = digit.wholeNumberValue ?? 0
      for index in bytes.indices.reversed() {
        carry += Int(bytes[index]) * 10
        bytes[index] = UInt8(carry & 255)
        carry >>= 8
      }
    }
    return bytes
  }
}
