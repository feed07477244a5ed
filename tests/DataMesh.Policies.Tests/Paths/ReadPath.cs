using System.Globalization;

namespace DataMesh.Tests.Policies;

/// <summary>One way by which rows, or what is made of them, leave a port.</summary>
/// <param name="Name">What failures call it.</param>
/// <param name="Members">The public members it goes through, as <see cref="PublicDoors"/> spells them.</param>
/// <param name="ReadAsync">Reads as the case says.</param>
/// <param name="Expect">What the law says it must give.</param>
internal sealed record ReadPath(string Name, string[] Members, Func<PolicyCase, Task<Answer>> ReadAsync, Func<PolicyCase, NaiveSight, Answer> Expect)
{
    /// <summary>True for cases the path can be asked.</summary>
    public Func<PolicyCase, bool> Applies { get; init; } = _ => true;

    /// <summary>Whom the path asks for; null: the case's own principal at its place.</summary>
    public Func<PolicyCase, Asking> Asks { get; init; } = c => c.Asking;

    /// <summary>True when the provider asks on somebody's behalf: it knows that the port exists.</summary>
    public bool IsForProvider { get; init; }

    /// <summary>True when batches must have the fixed size, so that their boundaries do not count hidden rows.</summary>
    public bool IsBatched { get; init; }

    /// <summary>Null when the path gave what the law says, otherwise the difference.</summary>
    public async Task<string?> CheckAsync(PolicyCase question)
    {
        NaiveSight? sight = question.Law.Decide(Asks(question));
        Answer answer;
        try
        {
            answer = await ReadAsync(question);
        }
        catch (PolicyDeniedException)
        {
            return sight is not null ? "is denied, and the law allows it" : question.Law.MayKnow(question.Asking) || IsForProvider ? null : "shows that the port exists";
        }
        catch (PortNotFoundException)
        {
            return sight is not null ? "is not found, and the law allows it" : question.Law.MayKnow(question.Asking) ? "hides a port that the principal may know" : null;
        }
#pragma warning disable CA1031 // Whatever else is thrown is the finding.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return error.ToString();
        }
        if (sight is null)
            return $"gives {answer.Rows.Count} rows, and the law denies it";
        return Compare(Expect(question, sight), answer) ?? (IsBatched && !sight.IsUnrestricted(question.Mesh.Schema) ? CompareSizes(answer, question) : null);
    }

    private static string? Compare(Answer expected, Answer answer)
    {
        if (answer.Columns is not null && expected.Columns is not null && !answer.Columns.SequenceEqual(expected.Columns))
            return $"gives the columns [{string.Join(", ", answer.Columns)}], the law [{string.Join(", ", expected.Columns)}]";
        string[] law = expected.Sorted(), given = answer.Sorted();
        if (law.SequenceEqual(given))
            return null;
        List<string> missing = [.. law], surplus = [];
        foreach (string row in given)
            if (!missing.Remove(row))
                surplus.Add(row);
        return string.Create(CultureInfo.InvariantCulture, $"gives {given.Length} rows, the law {law.Length}.\n  only the path: {string.Join("\n    ", surplus.Take(4))}\n  only the law: {string.Join("\n    ", missing.Take(4))}");
    }

    private static string? CompareSizes(Answer answer, PolicyCase question)
    {
        int size = question.Mesh.BatchRows;
        bool isFixed = answer.Sizes.SkipLast(1).All(s => s == size) && answer.Sizes.All(s => s > 0 && s <= size);
        return isFixed ? null : $"gives batches of {string.Join(", ", answer.Sizes)} rows, not of {size}";
    }
}
