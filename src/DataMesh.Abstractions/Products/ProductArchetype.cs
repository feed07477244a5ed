namespace DataMesh;

/// <summary>What kind of product it is, by where its data comes from and whom it is shaped for.</summary>
public enum ProductArchetype
{
    /// <summary>Facts of a domain's own operational systems.</summary>
    SourceAligned,

    /// <summary>Combined from several products.</summary>
    Aggregate,

    /// <summary>Shaped for one kind of use.</summary>
    ConsumerAligned,
}
