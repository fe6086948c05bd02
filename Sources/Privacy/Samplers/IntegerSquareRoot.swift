/// `floor(sqrt(value))`, exactly: the floating-point root corrected by integer comparison.
func integerSquareRoot(_ value: UInt64) -> UInt64 {
  var root = UInt64(Double(value).squareRoot())
  while UInt128(root) * UInt128(root) > UInt128(value) { root -= 1 }
  while UInt128(root + 1) * UInt128(root + 1) <= UInt128(value) { root += 1 }
  return root
}
