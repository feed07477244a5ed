namespace DataMesh;

/// <summary>How rows of one major version become those of an older one.</summary>
internal abstract class MajorMap
{
    /// <summary>The record of the newer major version.</summary>
    public abstract Type Newer { get; }

    /// <summary>Makes the older row.</summary>
    public abstract object? Map(object newer);
}

internal sealed class MajorMap<TNewer, T>(Func<TNewer, T> map) : MajorMap
{
    public override Type Newer => typeof(TNewer);

    public override object? Map(object newer) => map((TNewer)newer);
}
