namespace DataMesh.Tests.Contracts;

/// <summary>Damage to a file: a byte added, lost or changed, the end or a part cut off, a part repeated.</summary>
internal static class Damaged
{
    public static byte[] Apply(byte[] seed, int damage, int at, int to, byte value) => damage switch
    {
        0 => [.. seed[..at], value, .. seed[at..]],
        1 => [.. seed[..at], .. seed[(at + 1)..]],
        2 => [.. seed[..at], value, .. seed[(at + 1)..]],
        3 => seed[..at],
        4 => [.. seed[..Math.Min(at, to)], .. seed[Math.Max(at, to)..]],
        _ => [.. seed[..at], .. seed[Math.Min(at, to)..Math.Max(at, to)], .. seed[at..]],
    };
}
