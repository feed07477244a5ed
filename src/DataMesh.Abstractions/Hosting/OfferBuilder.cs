namespace DataMesh;

/// <summary>Says what may be given by agreement. Without <see cref="SightBuilder{T, TBuilder}.For"/> the offer is for the purpose of its own name.</summary>
/// <typeparam name="T">The port's record.</typeparam>
public abstract class OfferBuilder<T> : SightBuilder<T, OfferBuilder<T>>
    where T : IDataSchema<T>
{
    /// <summary>Limits how long an agreement may run. Default: any time.</summary>
    public abstract OfferBuilder<T> MaximumTerm(TimeSpan term);
}
