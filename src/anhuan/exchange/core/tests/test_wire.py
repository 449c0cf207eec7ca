"""Messages and frames survive the way, or are known not to have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.exchange.core import batches
from anhuan.exchange.core.answers import Ack, BatchHead
from anhuan.exchange.core.envelope import Damaged, Envelope, Op, digest_of, unpack, unpack_many
from anhuan.exchange.core.frames import BadFrame, Frame, FrameReader, Kind, decode
from anhuan.exchange.core.ulid import made_ms, ulid, ulids

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
messages = st.builds(
    Envelope, texts, st.integers(1, 2**40), st.sampled_from(Op), texts, texts, texts,
    st.binary(max_size=60), st.just(b""),
).map(lambda one: one._replace(digest=digest_of(one.pack())))  # fmt: skip


@given(st.lists(messages, max_size=5))
def test_messages_come_back(sent: list[Envelope]) -> None:
    assert list(unpack_many(b"".join(one.pack() for one in sent))) == sent


@given(st.lists(messages, min_size=1, max_size=4), st.data())
@pytest.mark.clause("EXC-063", "EXC-071")
def test_one_flipped_bit_costs_one_message(sent: list[Envelope], data: st.DataObject) -> None:
    packed = [one.pack() for one in sent]
    which = data.draw(st.integers(0, len(sent) - 1))
    bit = data.draw(st.integers(48, len(packed[which]) * 8 - 1))  # behind the lengths
    broken = bytearray(packed[which])
    broken[bit // 8] ^= 1 << bit % 8
    packed[which] = bytes(broken)
    got = list(unpack_many(b"".join(packed)))
    assert isinstance(got[which], Damaged)
    assert [one for one in got if isinstance(one, Envelope)] == [
        one for k, one in enumerate(sent) if k != which
    ]


@given(messages, st.data())
def test_truncated_is_known(sent: Envelope, data: st.DataObject) -> None:
    packed = sent.pack()
    with pytest.raises(Damaged):
        unpack(packed[: data.draw(st.integers(0, len(packed) - 1))])


@given(st.lists(st.binary(max_size=40), max_size=5), st.integers(1, 30))
def test_frames_come_in_pieces(payloads: list[bytes], size: int) -> None:
    frames = [Frame(Kind.BATCH, payload) for payload in payloads]
    wire = b"".join(frame.encode() for frame in frames)
    reader, got = FrameReader(), []
    for begin in range(0, len(wire), size):
        got += list(reader.feed(wire[begin : begin + size]))
    assert got == frames


@given(st.binary(max_size=50), st.data())
def test_a_changed_frame_is_refused(payload: bytes, data: st.DataObject) -> None:
    wire = bytearray(Frame(Kind.ACK, payload).encode())
    bit = data.draw(st.integers(0, len(wire) * 8 - 1))
    wire[bit // 8] ^= 1 << bit % 8
    with pytest.raises(BadFrame):
        decode(bytes(wire))


def test_announced_gigabytes_are_refused_at_once() -> None:
    head = b"AHX1" + bytes([Kind.BATCH]) + (1 << 31).to_bytes(4) + bytes(4)
    with pytest.raises(BadFrame):
        list(FrameReader().feed(head))


@given(st.lists(messages, max_size=4))
def test_a_batch_comes_back(sent: list[Envelope]) -> None:
    batch = batches.decode(batches.encode(BatchHead("a@b", 7), [one.pack() for one in sent]))
    assert (batch.head, batch.messages, batch.damaged) == (BatchHead("a@b", 7), sent, 0)


def test_a_newer_release_may_say_more() -> None:
    assert Ack.decode(b'{"epoch": 1, "contiguous": 2, "later": 3}') == Ack(1, 2)
    with pytest.raises(ValueError, match="Ack"):
        Ack.decode(b"[]")


def test_ulids_sort_by_time_and_do_not_repeat() -> None:
    made = ulids(1_763_800_000_000, 500)
    assert len(set(made)) == 500
    assert made == sorted(made)
    assert {made_ms(one) for one in made} == {1_763_800_000_000}
    assert ulid(1) < ulid(2)
    assert ulid(0, bytes(10)) == "0" * 26
