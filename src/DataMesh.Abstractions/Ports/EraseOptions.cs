namespace DataMesh;

/// <summary>Options of one erasure.</summary>
public sealed record EraseOptions
{
    /// <summary>What the owner calls the case, for example the number of a data subject's request: it is in the record that proves the erasure, and nowhere a consumer can read. Not empty, and without personal data itself.</summary>
    /// <exception cref="ArgumentException">The text is empty or white space.</exception>
    public required string Reference
    {
        get;
        init => field = !string.IsNullOrWhiteSpace(value) ? value : throw new ArgumentException("The reference of an erasure is empty, so that its record would prove nothing: name the case.", nameof(value));
    }

    /// <summary>How long those who have the rows by an agreement are given to erase them too.</summary>
    /// <value>Default 30 days; not negative.</value>
    public TimeSpan Deadline
    {
        get;
        init => field = value >= TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Deadline is a span of the future: it is not negative.");
    } = TimeSpan.FromDays(30);
}
