namespace DataMesh.Tests.BadInput;

/// <summary>What disks, people and broken copies do to a file.</summary>
public enum Damage
{
    Truncated,
    Emptied,
    Flipped,
    Garbage,
}

internal static class Damaging
{
    public static void Apply(this Damage damage, string path)
    {
        byte[] content = File.ReadAllBytes(path);
        switch (damage)
        {
            case Damage.Truncated: content = content[..(content.Length / 2)]; break;
            case Damage.Emptied: content = []; break;
            case Damage.Flipped: content[content.Length / 2] ^= 4; break;
            default: new Random(1).NextBytes(content); break;
        }
        File.WriteAllBytes(path, content);
    }
}
