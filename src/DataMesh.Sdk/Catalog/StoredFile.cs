using System.Security.Cryptography;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>A small file as it was read, with its SHA-256 in lower-case hexadecimal.</summary>
internal sealed record StoredFile
{
    /// <summary>What the store knew about the file.</summary>
    public required ObjectInfo Info { get; init; }

    /// <summary>The bytes.</summary>
    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>The digest of the bytes.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The document in the file.</summary>
    public YamlMapping Parse() => YamlParser.Parse(Info.Path.ToString(), Content.Span);

    /// <summary>The digest of some bytes.</summary>
    public static string Digest(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
