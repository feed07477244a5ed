using Apache.Arrow;

namespace DataMesh.Adapters;

/// <summary>What some rows of a struct, list or map have in one leaf.</summary>
/// <param name="values">The values, without nulls.</param>
/// <param name="repetitions">The repetition levels.</param>
/// <param name="definitions">The definition levels, as many.</param>
internal sealed class LeafRows(IArrowArray values, byte[] repetitions, byte[] definitions)
{
    internal IArrowArray Values => values;

    internal ReadOnlySpan<byte> Repetitions => repetitions;

    internal ReadOnlySpan<byte> Definitions => definitions;
}
