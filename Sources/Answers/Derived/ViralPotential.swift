import Releases

extension DerivedCoefficients {
  /// The inputs of viral potential.
  package static let viralInputs: [DerivedInput] = [.connections, .sharing, .communityDriven]

  /// `R/(1+R)` with `R = kappa x connections x sharing x community-driven`, the further adoptions expected of one.
  package func viralPotential(_ inputs: DerivedInputs) -> Finding {
    guard let connections = inputs[.connections], let sharing = inputs[.sharing],
      let driven = inputs[.communityDriven]
    else { return .absent(.missing(inputs.missing(Self.viralInputs))) }
    let further = viralRate * connections.value * sharing.value * driven.value
    let slope = viralRate / ((1 + further) * (1 + further))
    return .known(
      Quantity(
        value: further / (1 + further),
        of: [
          (slope * sharing.value * driven.value, connections), (slope * connections.value * driven.value, sharing),
          (slope * connections.value * sharing.value, driven),
        ]))
  }
}
