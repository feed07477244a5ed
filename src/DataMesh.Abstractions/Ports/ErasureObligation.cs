namespace DataMesh;

/// <summary>Somebody who may have copied erased rows, and has to erase them too. It says nothing about which rows: what a copy has and the port has no longer is to go.</summary>
public sealed record ErasureObligation
{
    /// <summary>The obligation, a UUIDv7; it is acknowledged by this.</summary>
    public required Guid Id { get; init; }

    /// <summary>The erasure it follows from.</summary>
    public required Guid Erasure { get; init; }

    /// <summary>The port that rows were erased from.</summary>
    public required PortReference Port { get; init; }

    /// <summary>The first snapshot without the rows: a copy is right when it has been made anew from this one or a later one. Null: the port was empty.</summary>
    public long? Snapshot { get; init; }

    /// <summary>Who consumes.</summary>
    public required AgreementConsumer Consumer { get; init; }

    /// <summary>The consuming product by name; null: a domain as a whole, a user, or a product that was not there any more.</summary>
    public ProductName? Product { get; init; }

    /// <summary>The agreement by which the rows were read; null: the product declares the port as an input and reads by a grant.</summary>
    public Guid? Agreement { get; init; }

    /// <summary>By when the rows are to be erased there.</summary>
    public required DateTimeOffset Due { get; init; }

    /// <summary>What the consumer says it did; null while the obligation is open.</summary>
    public ErasureAcknowledgement? Acknowledgement { get; init; }
}
