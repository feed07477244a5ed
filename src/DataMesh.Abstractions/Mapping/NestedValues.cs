using System.ComponentModel;

namespace DataMesh.Mapping;

/// <summary>Room for what is read below nested columns, reused from batch to batch. Used by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class NestedValues
{
    /// <summary>Makes a buffer hold at least so many values.</summary>
    public static T[] Reserve<T>(ref T[] buffer, int count)
    {
        if (buffer.Length < count)
            buffer = new T[Math.Max(count, (int)Math.Min(System.Array.MaxLength, buffer.Length * 2L))];
        return buffer;
    }
}
