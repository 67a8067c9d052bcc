import CByteScan

/// Whole numbers of up to eight digits, read in one go.
enum ShortNumber {
  /// The number; −1 for any other text. Eight bytes from `bytes` on are readable.
  @inline(__always)
  static func parse(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> Int {
    guard length >= 1, length <= 8 else { return -1 }
    // The digits go to the top, and the digit 0 below them. A shift by 64 takes two.
    let bits = UInt64(truncatingIfNeeded: 8 &* length)
    let filling = ((0x3030_3030_3030_3030 as UInt64) &>> (bits &- 8)) &>> 8
    let digits = (byte_scan_load(bytes) &<< (64 &- bits)) | filling
    let high: UInt64 = 0xF0F0_F0F0_F0F0_F0F0
    let wrong =
      ((digits & high) ^ 0x3030_3030_3030_3030) | (((digits &+ 0x0606_0606_0606_0606) & high) ^ 0x3030_3030_3030_3030)
    guard wrong == 0 else { return -1 }
    let values = digits &- 0x3030_3030_3030_3030
    let pairs = (values &* 10) &+ (values &>> 8)
    let even = (pairs & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
    let odd = ((pairs &>> 16) & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
    return Int(truncatingIfNeeded: (even &+ odd) &>> 32)
  }

  /// The number if it has no needless zeros, so that the text follows from it; −1 for any other text.
  @inline(__always)
  static func canonical(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> Int {
    guard length == 1 || bytes.pointee != UInt8(ascii: "0") else { return -1 }
    return parse(bytes, length)
  }
}
