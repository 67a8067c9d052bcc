package import AuditRecord

/// A few lists, small enough to be worked out by hand, and what a metric gives for them.
///
/// Four people in groups a (u1, u2) and b (u3, u4); six items, of which i1 and i2 belong to A and the others to B; lists of
/// three positions. Attention is logarithmic, so that positions weigh 1, 1/log₂ 3 and ½. The target is the catalogue: ⅓ and
/// ⅔. The long tail holds 20 % of the popularity: i4, i5 and i6.
package struct ListExample: Sendable, Hashable {
  /// The value by group; of a number about everything, by the empty label.
  package var values: [Label: Double]

  /// Values by group.
  package init(_ values: [Label: Double]) { self.values = values }

  /// One value about everything.
  package init(whole value: Double) { values = ["": value] }

  /// 1/log₂ 3, the weight of the second position.
  static let second = 0.6309297535714575

  /// The tables, as text.
  package static let rows: [(table: String, text: String)] = [
    ("users", "user,group\nu1,a\nu2,a\nu3,b\nu4,b\n"),
    (
      "items",
      "item,provider,popularity\ni1,A,8\ni2,A,4\ni3,B,4\ni4,B,2\ni5,B,1\ni6,B,1\n"
    ),
    (
      "lists",
      """
      user,item,rank,clicks
      u1,i1,1,1\nu1,i3,2,0\nu1,i2,3,0
      u2,i3,1,0\nu2,i1,2,0\nu2,i4,3,1
      u3,i2,1,1\nu3,i1,2,1\nu3,i5,3,0

      """
    ),
    ("relevant", "user,item\nu1,i1\nu1,i5\nu2,i4\nu3,i1\nu3,i2\nu4,i6\n"),
    ("history", "user,item\nu1,i2\nu1,i3\nu2,i1\nu3,i3\nu3,i4\n"),
    ("before", "user,item,rank\nu1,i2,1\nu1,i5,2\nu2,i5,1\nu3,i1,2\nu3,i2,1\nu3,i5,4\n"),
    ("baseline", "user,item,rank\nu1,i1,1\nu1,i2,2\nu2,i3,1\nu2,i4,2\nu3,i5,3\nu3,i6,1\n"),
  ]
}
