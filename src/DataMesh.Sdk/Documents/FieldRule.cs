namespace DataMesh;

/// <summary>What a standard says about the value of one key.</summary>
internal abstract class FieldRule
{
    /// <summary>Refuses a value of a form that the typed model cannot show. Restores what is carried below it.</summary>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.CorruptData"/>; the message names the place.</exception>
    public virtual void Import(YamlNode value, int depth) { }

    /// <summary>The value as the version of the standard that is written spells it; null when that version cannot say it.</summary>
    /// <param name="value">The value.</param>
    /// <param name="carried">Takes what lies below the value and cannot be said.</param>
    /// <param name="depth">How deep the value lies.</param>
    public abstract YamlNode? Export(YamlNode value, CarriedValues carried, int depth);
}
